package io.github.emailotp.storage;

import java.time.Duration;
import java.util.Optional;
import org.keycloak.provider.Provider;

/**
 * Short texts under names, shared by the cluster. A text that is there is changed only by whoever knows it, so that
 * no change is made on top of another that was not seen. Each text ends by itself.
 *
 * <p>Every method throws a {@link RuntimeException} if it is not known whether it has done its work; it may have.
 */
public interface Cells extends Provider {

    Optional<String> read(String name);

    /**
     * Writes where nothing is.
     *
     * @param lifespan from 1 s; parts of a second are dropped
     * @return what is there instead; empty if the text was written
     */
    Optional<String> create(String name, String text, Duration lifespan);

    /** Writes a text in place of the expected one, and answers whether that was there. */
    boolean replace(String name, String expected, String text, Duration lifespan);

    /** Writes a text, whatever is there. */
    void write(String name, String text, Duration lifespan);

    @Override
    default void close() {
        // Nothing is held open.
    }
}
