package io.github.emailotp.flow.first;

import io.github.emailotp.flow.Addressee;
import io.github.emailotp.settings.FirstStepSettings;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The name that somebody has typed, and whom it means. It is kept in the login and looked up anew in each request.
 *
 * @param text without blanks around it
 */
record TypedName(String text) {

    private static final String NOTE = "email-otp.name";

    /** {@code AbstractUsernameFormAuthenticator.USERNAME_HIDDEN}, of later versions than the oldest supported one. */
    private static final String TAKEN = "USERNAME_HIDDEN";

    /** Enough to tell an address from what is none; whether there is such a mailbox, only a mail can tell. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+");

    /** RFC 5321 §4.5.3.1. */
    private static final int LONGEST = 254;

    /** What was typed; empty if it can be no name. */
    static Optional<TypedName> read(String typed, FirstStepSettings settings) {
        return Optional.ofNullable(typed)
                .map(String::strip)
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST)
                .filter(name ->
                        settings.takesUserNames() || ADDRESS.matcher(name).matches())
                .map(TypedName::new);
    }

    /** The name of this login; empty if none was typed. */
    static Optional<TypedName> of(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getAuthNote(NOTE)).map(TypedName::new);
    }

    /**
     * The name that a step before this one has asked for, as that of the organizations does; empty if none has. That one takes also what the
     * application says, without a question, and nothing is mailed by that alone.
     */
    static Optional<TypedName> askedForBefore(AuthenticationSessionModel login, FirstStepSettings settings) {
        String name = login.getAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
        boolean isAsked = Boolean.parseBoolean(login.getAuthNote(TAKEN))
                && !Objects.equals(name, login.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM));
        return isAsked ? read(name, settings) : Optional.empty();
    }

    /** Keeps it for the login, and where Keycloak looks for it: brute-force detection finds the account by it, and the session bears it. */
    void keep(AuthenticationFlowContext context) {
        context.getAuthenticationSession().setAuthNote(NOTE, text);
        context.getAuthenticationSession().setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, text);
    }

    /** Whom it means. */
    Addressee addressee(AuthenticationFlowContext context, FirstStepSettings settings) {
        KeycloakSession session = context.getSession();
        try {
            return find(session, context.getRealm(), settings)
                    .map(Addressee::of)
                    .map(owner -> owner.address().isEmpty() ? nobody(session, Errors.INVALID_EMAIL) : owner)
                    .orElseGet(() -> whoHasNoAccount(context, settings));
        } catch (ModelDuplicateException ambiguous) {
            return nobody(session, Errors.EMAIL_IN_USE);
        }
    }

    private Addressee whoHasNoAccount(AuthenticationFlowContext context, FirstStepSettings settings) {
        KeycloakSession session = context.getSession();
        boolean mayHaveOne =
                ADDRESS.matcher(text).matches() && NewAccount.isPossible(session, context.getRealm(), settings, text);
        return mayHaveOne ? Addressee.newcomer(session, text) : nobody(session, Errors.USER_NOT_FOUND);
    }

    private Addressee nobody(KeycloakSession session, String why) {
        return Addressee.nobody(session, text, why);
    }

    private Optional<UserModel> find(KeycloakSession session, RealmModel realm, FirstStepSettings settings) {
        Optional<UserModel> byAddress = Optional.of(text)
                .filter(name -> ADDRESS.matcher(name).matches())
                .map(name -> session.users().getUserByEmail(realm, name));
        return settings.takesUserNames()
                ? byAddress.or(() -> Optional.ofNullable(session.users().getUserByUsername(realm, text)))
                : byAddress;
    }
}
