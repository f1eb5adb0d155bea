package io.github.emailotp.otp;

import java.util.Optional;

/** Port: remembers how far each mail has got, for all nodes, as long as its code lives. */
public interface Sendings {

    /**
     * How far a mail has got.
     *
     * @param id the sending's id, as {@link Delivery.Queued} gave it
     * @return empty if nothing is known of it, or no more
     */
    Optional<Sending> find(String id);
}
