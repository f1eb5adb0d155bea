package io.github.emailotp.smtp;

import java.util.Optional;
import java.util.stream.Stream;

/** Knows of a mail that found no connection, or came upon a pause, whether another attempt would be for nothing just now. Thread-safe. */
@FunctionalInterface
public interface Hope {

    /** Whether there may be a connection, with the settings of that time. It asks nobody, and takes no time. */
    boolean exists();

    /** A mail is on its way because of it: until that is there, the connection that it may find is no hope for others. */
    default void use() {}

    /**
     * The hope that is left.
     *
     * @param thrown what the sender threw, also wrapped
     * @return empty where only another attempt tells
     */
    static Optional<Hope> after(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(PooledEmailException.MAX_CAUSES)
                .filter(PooledEmailException.class::isInstance)
                .findFirst()
                .flatMap(found -> ((PooledEmailException) found).hope());
    }
}
