package io.github.emailotp.delivery;

import io.github.emailotp.smtp.SmtpFailure;
import java.util.Locale;

/**
 * Why the last attempt failed.
 *
 * @param reason in one word, for pages, events and meters; empty if there was none
 * @param description in a clause, for the log
 */
record LastFailure(String reason, String description) {

    static final LastFailure NONE = new LastFailure("", "");

    static LastFailure of(SmtpFailure failure) {
        return new LastFailure(reason(failure), failure.description());
    }

    boolean isNone() {
        return reason.isEmpty();
    }

    private static String reason(SmtpFailure failure) {
        String kind = failure.kind().name().toLowerCase(Locale.ROOT);
        return failure.replyCode().isPresent()
                ? kind + "_" + failure.replyCode().getAsInt()
                : kind;
    }
}
