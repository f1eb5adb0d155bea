package io.github.emailotp.storage;

import io.github.emailotp.otp.ClaimsUnavailableException;
import java.util.function.Function;

/** Reads what stands in the cache: who does not understand it must not take it for nothing. */
final class RecordText {

    private RecordText() {}

    /**
     * Reads a text.
     *
     * @throws ClaimsUnavailableException if the reader throws
     */
    static <T> T read(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (RuntimeException e) {
            throw Claims.unavailable(new IllegalStateException("a record that cannot be read", e));
        }
    }
}
