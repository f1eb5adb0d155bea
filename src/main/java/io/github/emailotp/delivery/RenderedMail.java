package io.github.emailotp.delivery;

import io.github.emailotp.otp.OneTimeCode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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

    /** Whether each of its parts that is not empty shows the code, and one does. */
    boolean shows(OneTimeCode code) {
        List<String> parts = Stream.of(text, html)
                .filter(part -> part != null && !part.isBlank())
                .toList();
        return !parts.isEmpty() && parts.stream().allMatch(part -> part.contains(code.reveal()));
    }

    /** It holds the code. */
    @Override
    public String toString() {
        return "RenderedMail[redacted]";
    }
}
