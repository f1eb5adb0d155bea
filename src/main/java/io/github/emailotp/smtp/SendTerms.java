package io.github.emailotp.smtp;

import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * How the pooled sender is to send the mails of a session. Told beside Keycloak's interface for senders, which knows no deadlines and no
 * queues; other senders do not look at it.
 */
public final class SendTerms {

    private static final String DEADLINE = SendTerms.class.getName();

    private static final String REHEARSAL = SendTerms.class.getName() + ".rehearsal";

    private SendTerms() {}

    /**
     * Mails that come from a queue: where the mail server takes no more connections just now, they fail at once, {@linkplain
     * SmtpFailure#isUntried untried}, to wait there.
     *
     * @param deadline until when they may be handed over: none is begun later, and none is gone on with
     */
    public static void ofAQueue(KeycloakSession session, Instant deadline) {
        session.setAttribute(DEADLINE, deadline);
    }

    /**
     * Mails of this session are not sent: the mail server is asked whether it would take them, as far as it tells before it has the
     * content, in about the time that sending takes.
     */
    public static void rehearse(KeycloakSession session) {
        session.setAttribute(REHEARSAL, true);
    }

    static boolean isRehearsal(KeycloakSession session) {
        return Boolean.TRUE.equals(session.getAttribute(REHEARSAL));
    }

    /** Empty if there is none. */
    static Optional<Instant> deadline(KeycloakSession session) {
        return Optional.ofNullable((Instant) session.getAttribute(DEADLINE));
    }

    static boolean waitsElsewhere(KeycloakSession session) {
        return deadline(session).isPresent();
    }
}
