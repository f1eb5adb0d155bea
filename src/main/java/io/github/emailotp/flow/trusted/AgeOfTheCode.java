package io.github.emailotp.flow.trusted;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Says how old the code is that a login in a trusted browser rests on. Keycloak takes it for the time of the login ({@code auth_time}), and so asks
 * anew where an application wants a younger one, or an action on the account: otherwise, whoever has the password and the browser would log
 * in without a code, and then be asked for nothing. Where several conditions of a login tell, or an identity provider does, the longest time counts.
 */
final class AgeOfTheCode {

    private static final String PREFIX = "email-otp.auth-time.";

    /** Of a condition, by its execution: what it has told, which stays when a login begins again. */
    private static final String OF_A_CONDITION = PREFIX + "condition.";

    private static final String OF_THE_PROVIDER = PREFIX + "provider";

    /** What Keycloak was told last: anything else is the provider's. */
    private static final String TOLD = PREFIX + "told";

    private AgeOfTheCode() {}

    /** Tells what one condition knows, or takes back what it has told before; of what others tell, it changes nothing. */
    static void tell(AuthenticationSessionModel login, String condition, Optional<Instant> code) {
        String now = login.getClientNote(AuthenticationManager.AUTH_TIME_BROKER);
        if (now != null && !now.equals(login.getClientNote(TOLD))) {
            login.setClientNote(OF_THE_PROVIDER, now);
        }
        note(login, OF_A_CONDITION + condition, code.map(since -> String.valueOf(since.getEpochSecond())));
        Optional<String> longest = all(login).min(Comparator.comparingLong(Long::parseLong));
        note(login, TOLD, longest);
        note(login, AuthenticationManager.AUTH_TIME_BROKER, longest);
    }

    private static Stream<String> all(AuthenticationSessionModel login) {
        return login.getClientNotes().entrySet().stream()
                .filter(note -> note.getKey().startsWith(OF_A_CONDITION)
                        || note.getKey().equals(OF_THE_PROVIDER))
                .map(Entry::getValue);
    }

    private static void note(AuthenticationSessionModel login, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> login.setClientNote(name, text), () -> login.removeClientNote(name));
    }
}
