package io.github.emailotp.otp;

/** What became of a message. */
public sealed interface Delivery {

    /** The next system on the way has taken it; that it arrives is not promised. */
    record HandedOver() implements Delivery {}

    /**
     * It is in the outbox, and will be sent once the request has ended; or it was sent, and may arrive.
     *
     * @param sending under which {@link Sendings} tells how far it has got; unguessable
     */
    record Queued(String sending) implements Delivery {}

    /**
     * It could not even be tried.
     *
     * @param reason in one word for events; holds neither code nor address
     */
    record Unsent(String reason) implements Delivery {}

    /**
     * The next system cannot be reached or has refused it.
     *
     * @param reason in one word for events; holds neither code nor address
     */
    record Failed(String reason) implements Delivery {}
}
