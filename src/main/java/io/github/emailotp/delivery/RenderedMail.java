package io.github.emailotp.delivery;

import java.util.Objects;

/**
 * A mail that is ready to be sent.
 *
 * @param subject its subject
 * @param text its text part, null if it has none, as Keycloak's senders take it
 * @param html its HTML part, null if it has none
 */
record RenderedMail(String subject, String text, String html) {

    RenderedMail {
        Objects.requireNonNull(subject, "subject");
    }

    /** It holds the code. */
    @Override
    public String toString() {
        return "RenderedMail[redacted]";
    }
}
