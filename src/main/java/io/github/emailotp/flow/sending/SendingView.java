package io.github.emailotp.flow.sending;

import io.github.emailotp.otp.Sending;
import java.util.Map;

/** How page and endpoint name how far a mail has got. */
public final class SendingView {

    private static final Map<Sending.Stage, String> STATES = Map.of(
            Sending.Stage.WAITING, "waiting",
            Sending.Stage.RETRYING, "retrying",
            Sending.Stage.HANDED_OVER, "handedOver",
            Sending.Stage.UNCONFIRMED, "unconfirmed",
            Sending.Stage.REFUSED, "refused",
            Sending.Stage.GIVEN_UP, "refused");

    private SendingView() {}

    /** {@code waiting}, {@code retrying}, {@code handedOver}, {@code unconfirmed} or {@code refused}. */
    public static String state(Sending sending) {
        return STATES.get(sending.stage());
    }

    /** Whether there will be news of it. */
    public static boolean isUnderWay(Sending sending) {
        return sending.stage() == Sending.Stage.WAITING || sending.stage() == Sending.Stage.RETRYING;
    }
}
