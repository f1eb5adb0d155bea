package io.github.emailotp.flow;

import io.github.emailotp.otp.Sending;
import java.util.List;
import java.util.Map;

/** How page and endpoint name what became of a mail. */
public final class SendingView {

    /** RFC 5321 §4.2.3 says what the reply codes tell of the mailbox: that it is full, or that there is none. */
    private static final Map<String, String> TEXTS_BY_REASON = Map.of(
            "permanent_reply_552", "emailOtpSendingFull",
            "transient_reply_452", "emailOtpSendingFull",
            "permanent_reply_550", "emailOtpSendingNoMailbox",
            "permanent_reply_551", "emailOtpSendingNoMailbox",
            "permanent_reply_553", "emailOtpSendingNoMailbox",
            "starttls_missing", "emailOtpSendingNotSecure",
            "address_changed", "emailOtpAddressChanged");

    /** The keys of all texts that can follow on "on its way", for the page's script. */
    static final List<String> TEXTS_TO_COME = List.of(
            "emailOtpSendingRetrying",
            "emailOtpSendingHandedOver",
            "emailOtpSendingUnconfirmed",
            "emailOtpSendingFull",
            "emailOtpSendingNoMailbox",
            "emailOtpSendingNotSecure",
            "emailOtpSendingRefused",
            "emailOtpSendingGivenUp",
            "emailOtpSendFailed",
            "emailOtpAddressChanged");

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
            case GIVEN_UP -> TEXTS_BY_REASON.getOrDefault(sending.reason(), "emailOtpSendingGivenUp");
            case REFUSED -> TEXTS_BY_REASON.getOrDefault(sending.reason(), refusedKey(sending.reason()));
        };
    }

    /** Where it was not the server that refused, the page says only that it failed: the log has the rest. */
    private static String refusedKey(String reason) {
        boolean byServer = reason.startsWith("permanent_reply") || reason.startsWith("authentication");
        return byServer ? "emailOtpSendingRefused" : "emailOtpSendFailed";
    }
}
