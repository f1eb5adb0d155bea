package io.github.emailotp.flow;

import io.github.emailotp.otp.Sending;
import java.util.Map;
import java.util.Set;

/** How page and endpoint name what became of a mail. */
public final class SendingView {

    /** RFC 5321 §4.2.3: the mailbox has no room, for now or for good. */
    private static final Set<String> FULL = Set.of("permanent_reply_552", "transient_reply_452");

    /** RFC 5321 §4.2.3: the mailbox is not there, not local, or its name is not allowed. */
    private static final Set<String> NO_MAILBOX =
            Set.of("permanent_reply_550", "permanent_reply_551", "permanent_reply_553");

    private static final String NO_STARTTLS = "starttls_missing";

    private static final Map<Sending.Stage, String> STATES = Map.of(
            Sending.Stage.WAITING, "waiting",
            Sending.Stage.RETRYING, "retrying",
            Sending.Stage.HANDED_OVER, "handedOver",
            Sending.Stage.UNCONFIRMED, "unconfirmed",
            Sending.Stage.REFUSED, "refused",
            Sending.Stage.GIVEN_UP, "refused");

    private SendingView() {}

    /** {@code waiting}, {@code retrying}, {@code handedOver}, {@code unconfirmed} or {@code refused}; the last means that a new code is free. */
    public static String state(Sending sending) {
        return STATES.get(sending.stage());
    }

    /** The key of the text that tells it. */
    public static String textKey(Sending sending) {
        return switch (sending.stage()) {
            case WAITING -> "emailOtpSendingWaiting";
            case RETRYING -> "emailOtpSendingRetrying";
            case HANDED_OVER -> "emailOtpSendingHandedOver";
            case UNCONFIRMED -> "emailOtpSendingUnconfirmed";
            case GIVEN_UP -> FULL.contains(sending.reason()) ? "emailOtpSendingFull" : "emailOtpSendingGivenUp";
            case REFUSED -> refusedKey(sending.reason());
        };
    }

    private static String refusedKey(String reason) {
        if (reason.equals(NO_STARTTLS)) {
            return "emailOtpSendingNotSecure";
        }
        if (FULL.contains(reason)) {
            return "emailOtpSendingFull";
        }
        return NO_MAILBOX.contains(reason) ? "emailOtpSendingNoMailbox" : "emailOtpSendingRefused";
    }
}
