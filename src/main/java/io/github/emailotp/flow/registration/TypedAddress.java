package io.github.emailotp.flow.registration;

import io.github.emailotp.flow.Addressee;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.storage.AuthNoteChallengeStore;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.validation.Validation;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The address that somebody wants to register with. It is kept in the login, down to the browser tab.
 *
 * @param text as Keycloak stores it: without blanks around it, in small letters
 */
record TypedAddress(String text) {

    private static final String NOTE = "email-otp.registration.address";

    /** RFC 5321 §4.5.3.1. */
    private static final int LONGEST = 254;

    /** What was typed; empty if it can be no address, of which the form behind the step would say so. */
    static Optional<TypedAddress> read(String typed) {
        return Optional.ofNullable(typed)
                .map(address -> address.strip().toLowerCase(Locale.ROOT))
                .filter(address -> address.length() <= LONGEST && Validation.isEmailValid(address))
                .map(TypedAddress::new);
    }

    /** The address of this login; empty if none was typed. */
    static Optional<TypedAddress> of(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getAuthNote(NOTE)).map(TypedAddress::new);
    }

    void keep(AuthenticationSessionModel login) {
        forget(login);
        login.setAuthNote(NOTE, text);
    }

    /** And what has become of it. */
    static void forget(AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
        AccountInTheWay.forget(login);
    }

    /** And the code that was mailed to it, as if the flow had begun anew: limits are not kept there. */
    static void forgetCode(AuthenticationSessionModel login, String step) {
        new AuthNoteChallengeStore(login, step).clear(Purpose.REGISTER);
    }

    /** Whether the address has an account is not even looked up: until the right code, all of them are newcomers. */
    Addressee addressee(KeycloakSession session) {
        return Addressee.registrant(session, text);
    }
}
