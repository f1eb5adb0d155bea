package io.github.emailotp.flow.trusted;

import java.time.Instant;
import java.util.Optional;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Says how old the code is that a login in a trusted browser rests on. Keycloak takes it for the time of the login ({@code auth_time}), and so asks
 * anew where an application wants a younger one, or an action on the account: otherwise, whoever has the password and the browser would log
 * in without a code, and then be asked for nothing.
 */
final class AgeOfTheCode {

    /** What was told, which stays when a login begins again. */
    private static final String TOLD = "email-otp.auth-time";

    private AgeOfTheCode() {}

    /** Tells it, unless an identity provider has told of a longer time; or takes back what was told before. */
    static void tell(AuthenticationSessionModel login, Optional<Instant> code) {
        String told = login.getClientNote(TOLD);
        if (told != null && told.equals(login.getClientNote(AuthenticationManager.AUTH_TIME_BROKER))) {
            login.removeClientNote(AuthenticationManager.AUTH_TIME_BROKER);
        }
        code.map(Instant::getEpochSecond)
                .filter(seconds -> seconds < toldByAProvider(login))
                .map(String::valueOf)
                .ifPresent(seconds -> {
                    login.setClientNote(TOLD, seconds);
                    login.setClientNote(AuthenticationManager.AUTH_TIME_BROKER, seconds);
                });
    }

    private static long toldByAProvider(AuthenticationSessionModel login) {
        String told = login.getClientNote(AuthenticationManager.AUTH_TIME_BROKER);
        return told == null ? Long.MAX_VALUE : Long.parseLong(told);
    }
}
