package io.github.emailotp.otp;

/** What became of a message. */
public sealed interface Delivery {

    /**
     * It is in the outbox, and will be sent once the request has ended.
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
}
