package io.github.emailotp.flow.registration;

import io.github.emailotp.delivery.MailEvents;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * An account that stands in the way of another with the same address, as Keycloak's {@code DuplicateEmailValidator} would find it behind the step.
 *
 * @param owner empty if there are several
 */
record AccountThere(Optional<UserModel> owner) {

    private static final String NOTE = "email-otp.registration.account";

    /** To be asked only for whoever has proven the address. */
    static Optional<AccountThere> with(String address, KeycloakSession session, RealmModel realm) {
        if (realm.isDuplicateEmailsAllowed()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(session.users().getUserByEmail(realm, address))
                    .or(() -> byName(address, session, realm))
                    .map(Optional::of)
                    .map(AccountThere::new);
        } catch (ModelDuplicateException several) {
            return Optional.of(new AccountThere(Optional.empty()));
        }
    }

    private static Optional<UserModel> byName(String address, KeycloakSession session, RealmModel realm) {
        return realm.isLoginWithEmailAllowed()
                ? Optional.ofNullable(session.users().getUserByUsername(realm, address))
                : Optional.empty();
    }

    /** Whether this login has come to one. */
    static boolean isInTheWayOf(AuthenticationSessionModel login) {
        return login.getAuthNote(NOTE) != null;
    }

    static void forget(AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
    }

    /** Tells whoever has proven the address, as Keycloak's form would, and logs nobody in. */
    void tell(AuthenticationFlowContext context) {
        context.getAuthenticationSession().setAuthNote(NOTE, "true");
        EventBuilder event = context.getEvent().clone().detail(Details.REGISTER_METHOD, MailEvents.METHOD);
        owner.ifPresent(event::user);
        event.error(Errors.EMAIL_IN_USE);
        AddressPage.showAccount(context);
    }
}
