package io.github.emailotp.flow.first;

import io.github.emailotp.flow.EarlierUser;
import io.github.emailotp.flow.TypedName;
import io.github.emailotp.settings.FirstStepSettings;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a step before this one leaves behind that has asked for a name, as that of the organizations does: the name, and whoever it means. That step
 * takes also what the application says, without a question.
 */
final class NameBefore {

    /** {@code AbstractUsernameFormAuthenticator.USERNAME_HIDDEN}, of later versions than the oldest supported one. */
    private static final String TAKEN = "USERNAME_HIDDEN";

    private static final String ATTEMPTED = AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME;

    /** A client's note of {@code OrganizationAuthenticator}, of 26.4 (read in 26.4.7): there, it has looked whom the application's hint means. */
    private static final String HINT_TAKEN = "loginHintAlreadyHandled";

    private static final String BEGUN_ANEW = "email-otp.begun-anew";

    private NameBefore() {}

    /**
     * Whether the login has a user only because the application's hint means one, whom nobody has named. To whom the hint means nobody, Keycloak has
     * shown the page of the step before, so that is what must come here too; from 26.5 on, it shows it to neither.
     */
    static boolean isOnlyTheApplications(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return context.getUser() != null
                && Boolean.parseBoolean(login.getClientNote(HINT_TAKEN))
                && posted(context).isEmpty()
                && login.getAuthNote(BEGUN_ANEW) == null
                && !EarlierUser.isProven(context);
    }

    /** Begins the flow anew, within the request and once: the hint is not looked at again, and the login is nobody's. */
    static void beginAnew(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        context.resetFlow(() -> login.setAuthNote(BEGUN_ANEW, Boolean.toString(true)));
    }

    /**
     * Takes the name over, and leaves the user: whom the name means, shows neither in the page's language, nor in the other ways to log in that
     * Keycloak has put together already. So the page is another request's.
     *
     * @return where it is, the same for all names; empty if there was no such step, or somebody has shown who they are
     */
    static Optional<URI> takeOver(AuthenticationFlowContext context, FirstStepSettings settings) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        Optional<String> posted = posted(context);
        boolean isThere = context.getUser() != null || isTaken(login) || posted.isPresent();
        if (!isThere || EarlierUser.isProven(context)) {
            return Optional.empty();
        }
        Optional<TypedName> name =
                posted.or(() -> askedFor(login)).flatMap(typed -> TypedName.read(typed, settings.names()));
        login.removeAuthNote(ATTEMPTED);
        login.removeAuthNote(TAKEN);
        name.ifPresent(typed -> typed.keep(context));
        context.clearUser();
        return Optional.of(context.getRefreshExecutionUrl());
    }

    /** To the page of the step before, in this request. */
    private static Optional<String> posted(AuthenticationFlowContext context) {
        String page = context.getUriInfo().getQueryParameters().getFirst(Constants.EXECUTION);
        boolean isOfAnother =
                page != null && !page.equals(context.getExecution().getId());
        return isOfAnother
                ? Optional.ofNullable(context.getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst(AuthenticationManager.FORM_USERNAME))
                : Optional.empty();
    }

    private static boolean isTaken(AuthenticationSessionModel login) {
        return Boolean.parseBoolean(login.getAuthNote(TAKEN));
    }

    /** Nothing is mailed by what only the application has said. */
    private static Optional<String> askedFor(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getAuthNote(ATTEMPTED))
                .filter(name -> isTaken(login)
                        && !Objects.equals(name, login.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM)));
    }
}
