package io.github.emailotp.flow.registration;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.flow.AccountThere;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.sessions.AuthenticationSessionModel;

/** That a registration has come to an {@link AccountThere}, which its login remembers. */
final class AccountInTheWay {

    private static final String NOTE = "email-otp.registration.account";

    private AccountInTheWay() {}

    /** Whether this login has come to one. */
    static boolean isMetBy(AuthenticationSessionModel login) {
        return login.getAuthNote(NOTE) != null;
    }

    static void forget(AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
    }

    /** Tells whoever has proven the address, as Keycloak's form would, and logs nobody in. */
    static void tell(AccountThere account, AuthenticationFlowContext context) {
        context.getAuthenticationSession().setAuthNote(NOTE, "true");
        EventBuilder event = context.getEvent().clone().detail(Details.REGISTER_METHOD, MailEvents.METHOD);
        account.owner().ifPresent(event::user);
        event.error(Errors.EMAIL_IN_USE);
        AddressPage.showAccount(context);
    }
}
