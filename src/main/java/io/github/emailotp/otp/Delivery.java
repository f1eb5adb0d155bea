package io.github.emailotp.otp;

/** What became of a message. */
public sealed interface Delivery {

    /** Why it was not handed over, in one word for events; holds neither code nor address. Empty if it was. */
    String reason();

    /** The next system on the way has taken it; that it arrives is not promised. */
    record HandedOver() implements Delivery {

        @Override
        public String reason() {
            return "";
        }
    }

    /**
     * It is in the outbox, and will be sent once the request has ended; or it was sent, and may arrive.
     *
     * @param sending under which {@link Sendings} tells how far it has got; unguessable
     */
    record Queued(String sending) implements Delivery {

        @Override
        public String reason() {
            return "";
        }
    }

    /** The next system cannot be reached or has refused it. */
    record Failed(String reason) implements Delivery {}
}
