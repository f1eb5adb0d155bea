package io.github.emailotp.flow.registration;

import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The address whose code was typed in this login, down to the browser tab. It is good for one account. */
record ProvenAddress(String text) {

    private static final String NOTE = "email-otp.registration.proven";

    /** Empty if none was proven, or an account was made with it already. */
    static Optional<ProvenAddress> of(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getAuthNote(NOTE)).map(ProvenAddress::new);
    }

    /** The same, and from now on there is none. */
    static Optional<ProvenAddress> take(AuthenticationSessionModel login) {
        Optional<ProvenAddress> proven = of(login);
        login.removeAuthNote(NOTE);
        return proven;
    }

    void keep(AuthenticationSessionModel login) {
        login.setAuthNote(NOTE, text);
    }

    /** As Keycloak stores addresses: letters that are equal without regard to case may be of two domains, such as i and the dotless ı. */
    boolean isThat(String address) {
        return TypedAddress.read(address)
                .filter(typed -> typed.text().equals(text))
                .isPresent();
    }
}
