package io.github.emailotp.flow.registration;

import io.github.emailotp.flow.OtherAddress;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.FormContext;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** Where a browser is led in place of Keycloak's form, which would show itself, and knows less than the login does. */
final class FormDetour {

    /** Of a login: the step that has proven its address. */
    private static final String STEP = "email-otp.registration.step";

    private FormDetour() {}

    static void passes(AuthenticationSessionModel login, String step) {
        login.setAuthNote(STEP, step);
    }

    /** Empty where the form is what shall be shown. */
    static Optional<URI> of(FormContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (ProvenAddress.of(login).isPresent() && isBegunAnew(context)) {
            return Optional.of(backToTheAddress(context, login));
        }
        return Invitation.isMissing(context.getUriInfo(), login)
                ? Optional.of(Invitation.in(
                        OtherAddress.page(
                                context.getSession(),
                                login,
                                login.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION)),
                        login))
                : Optional.empty();
    }

    /** By the link of the login page, which names no page of the registration: for Keycloak, what was proven would be passed for good. */
    private static boolean isBegunAnew(FormContext context) {
        UriInfo request = context.getUriInfo();
        return context.getHttpRequest().getHttpMethod().equals(HttpMethod.GET)
                && !request.getQueryParameters().containsKey(Constants.EXECUTION);
    }

    /** Nothing is proven then. */
    private static URI backToTheAddress(FormContext context, AuthenticationSessionModel login) {
        String step = login.getAuthNote(STEP);
        ProvenAddress.take(login);
        login.setExecutionStatus(step, ExecutionStatus.CHALLENGED);
        login.setAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, step);
        return OtherAddress.of(context.getSession(), login, step);
    }
}
