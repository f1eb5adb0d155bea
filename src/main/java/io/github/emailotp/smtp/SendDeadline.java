package io.github.emailotp.smtp;

import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * Until when a mail may be handed over, for the pooled sender: no mail is begun later, and none is gone on with. Told beside
 * Keycloak's interface for senders, which knows no deadlines; other senders do not look at it.
 */
public final class SendDeadline {

    private static final String ATTRIBUTE = SendDeadline.class.getName();

    private SendDeadline() {}

    /** Sets it for all mails that this session sends. */
    public static void set(KeycloakSession session, Instant deadline) {
        session.setAttribute(ATTRIBUTE, deadline);
    }

    /** Empty if there is none. */
    static Optional<Instant> of(KeycloakSession session) {
        return Optional.ofNullable(session.getAttribute(ATTRIBUTE, Instant.class));
    }
}
