package io.github.emailotp.otp;

/** What became of a message. */
public sealed interface Delivery {

    /** The next system on the way has taken it; that it arrives is not promised. */
    record HandedOver() implements Delivery {}

    /**
     * It is certain that it will not arrive.
     *
     * @param reason the kind of failure in one word for events; holds neither code nor address
     */
    record Failed(String reason) implements Delivery {}
}
