package io.github.emailotp.flow.page;

import java.util.Map;

/** What a mail that does not arrive means to the person who waits for it. */
enum Trouble {
    /** Something that only the owner of the mailbox can mend. */
    MAILBOX,
    /** Nothing that people can mend. */
    SERVICE,
    /** The account has another address now. */
    ADDRESS_CHANGED;

    /** By the kind of {@link io.github.emailotp.smtp.SmtpFailure}, without the reply's code, or another word for the reason. */
    private static final Map<String, Trouble> BY_REASON = Map.of(
            "mailbox_full", MAILBOX,
            "no_mailbox", MAILBOX,
            "bad_address", MAILBOX,
            "address_changed", ADDRESS_CHANGED);

    static Trouble of(String reason) {
        return BY_REASON.getOrDefault(reason.replaceFirst("_\\d+$", ""), SERVICE);
    }
}
