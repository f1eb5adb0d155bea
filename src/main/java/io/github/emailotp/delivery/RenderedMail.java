package io.github.emailotp.delivery;

import io.github.emailotp.otp.OneTimeCode;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A mail that is ready to be sent.
 *
 * @param subject its subject
 * @param text its text part, null if it has none, as Keycloak's senders take it
 * @param html its HTML part, null if it has none
 */
record RenderedMail(String subject, String text, String html) {

    private static final Pattern GAP = Pattern.compile("\\{\\d+}");

    RenderedMail {
        Objects.requireNonNull(subject, "subject");
    }

    /** Whether one of its parts shows the code unbroken; templates of others may write it otherwise in the other. */
    boolean shows(OneTimeCode code) {
        return Stream.of(text, html).anyMatch(part -> part != null && part.contains(code.reveal()));
    }

    /** Whether a text asks for an argument that there is none of: it stands in the mail as it was written. */
    boolean hasGaps() {
        return Stream.of(subject, text, html)
                .anyMatch(part -> part != null && GAP.matcher(part).find());
    }

    /** It holds the code. */
    @Override
    public String toString() {
        return "RenderedMail[redacted]";
    }
}
