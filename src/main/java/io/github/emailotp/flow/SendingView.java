package io.github.emailotp.flow;

import io.github.emailotp.otp.Sending;
import java.util.List;
import java.util.Map;

/** How page and endpoint name what became of a mail. */
public final class SendingView {

    /** By the kind of {@link io.github.emailotp.smtp.SmtpFailure}, without the reply's code, or another word for the reason. */
    private static final Map<String, String> TEXTS_BY_REASON = Map.of(
            "mailbox_full", "emailOtpSendingFull",
            "no_mailbox", "emailOtpSendingNoMailbox",
            "starttls_missing", "emailOtpSendingNotSecure",
            "permanent_reply", "emailOtpSendingRefused",
            "authentication", "emailOtpSendingRefused",
            "address_changed", "emailOtpAddressChanged",
            "account_gone", "emailOtpSendFailed");

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
            case GIVEN_UP -> TEXTS_BY_REASON.getOrDefault(kind(sending), "emailOtpSendingGivenUp");
            case REFUSED -> TEXTS_BY_REASON.getOrDefault(kind(sending), "emailOtpSendFailed");
        };
    }

    private static String kind(Sending sending) {
        return sending.reason().replaceFirst("_\\d+$", "");
    }
}
