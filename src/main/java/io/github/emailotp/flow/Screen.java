package io.github.emailotp.flow;

import io.github.emailotp.flow.page.Look;
import io.github.emailotp.flow.page.TrustBox;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Where the page of a dialogue is shown.
 *
 * @param form makes pages that post to whatever asks for the code
 * @param look how the page's script gets the page as it is now
 * @param afterMail where a browser is led that is to get the page with its next request
 * @param box that by which people trust their browser; empty if the page has none
 * @param instruction the key of what it says in place of the usual; empty for that
 */
public record Screen(
        Supplier<LoginFormsProvider> form,
        Supplier<Look> look,
        Supplier<URI> afterMail,
        Optional<TrustBox> box,
        Optional<String> instruction) {

    /** The page of a step of a flow. */
    public static Screen of(AuthenticationFlowContext flow) {
        return new Screen(flow::form, () -> look(flow), () -> afterMail(flow), Optional.empty(), Optional.empty());
    }

    /** The same with another box. */
    public Screen with(Optional<TrustBox> other) {
        return new Screen(form, look, afterMail, other, instruction);
    }

    /** The same that says something else. */
    public Screen saying(Optional<String> other) {
        return new Screen(form, look, afterMail, box, other);
    }

    private static URI afterMail(AuthenticationFlowContext flow) {
        return look(flow) == Look.BY_ADDRESS ? flow.getRefreshExecutionUrl() : addressOfAChoice(flow);
    }

    private static Look look(AuthenticationFlowContext flow) {
        return isChosen(flow.getRealm(), flow.getExecution()) ? Look.BY_POST : Look.BY_ADDRESS;
    }

    /** The page of a required action. */
    public static Screen of(RequiredActionContext action) {
        return new Screen(
                action::form,
                () -> Look.BY_ADDRESS,
                () -> withoutCode(action.getActionUrl()),
                Optional.empty(),
                Optional.empty());
    }

    private static URI withoutCode(URI posted) {
        return UriBuilder.fromUri(posted)
                .replaceQueryParam(LoginActionsService.SESSION_CODE)
                .build();
    }

    /** With the session's code, Keycloak goes on with the step that people have chosen; where it takes posts, it takes addresses, too. */
    private static URI addressOfAChoice(AuthenticationFlowContext flow) {
        return UriBuilder.fromUri(flow.getActionUrl(flow.generateAccessCode()))
                .queryParam(Look.FIELD, "")
                .build();
    }

    /** Whether a step's request has come for the page as it is now, and with nothing that was typed. */
    public static boolean isLook(AuthenticationFlowContext flow) {
        return flow.getHttpRequest().getHttpMethod().equals(HttpMethod.GET)
                ? flow.getUriInfo().getQueryParameters().containsKey(Look.FIELD)
                : flow.getHttpRequest().getDecodedFormParameters().containsKey(Look.FIELD);
    }

    /**
     * Whether the step, or a sub-flow that it is in, is one of several ways; among the sub-flows at the top people have no choice. At
     * each GET {@code DefaultAuthenticationFlow} runs the flow from its top, and takes the first way of several.
     */
    private static boolean isChosen(RealmModel realm, AuthenticationExecutionModel execution) {
        AuthenticationFlowModel flow = realm.getAuthenticationFlowById(execution.getParentFlow());
        if (flow.isTopLevel()) {
            return execution.isAlternative() && !execution.isAuthenticatorFlow();
        }
        return execution.isAlternative() || isChosen(realm, realm.getAuthenticationExecutionByFlowId(flow.getId()));
    }
}
