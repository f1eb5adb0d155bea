package io.github.emailotp.flow;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Where the page of a dialogue is shown.
 *
 * @param form makes pages that post to whatever asks for the code
 * @param refresh where the page as it is now can be got, with nothing but a look
 */
public record Screen(Supplier<LoginFormsProvider> form, URI refresh) {

    /** The page of a step of a flow. */
    public static Screen of(AuthenticationFlowContext flow) {
        return new Screen(flow::form, flow.getRefreshExecutionUrl());
    }

    /** The page of a required action. */
    public static Screen of(RequiredActionContext action) {
        URI look = UriBuilder.fromUri(action.getActionUrl())
                .replaceQueryParam(LoginActionsService.SESSION_CODE)
                .build();
        return new Screen(action::form, look);
    }
}
