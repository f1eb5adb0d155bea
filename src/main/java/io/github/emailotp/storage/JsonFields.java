package io.github.emailotp.storage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Reads the fields of JSON arrays in their order; one that is not what is asked for is an {@link IllegalArgumentException}. */
record JsonFields(JsonParser json) implements Closeable {

    /** An array begins. */
    void begin() throws IOException {
        require(json.nextToken(), JsonToken.START_ARRAY);
    }

    /** Whether the next array begins, or the one around it ends. */
    boolean beginsOrEnds() throws IOException {
        JsonToken next = json.nextToken();
        if (next != JsonToken.END_ARRAY) {
            require(next, JsonToken.START_ARRAY);
        }
        return next == JsonToken.START_ARRAY;
    }

    /** The array ends. */
    void end() throws IOException {
        require(json.nextToken(), JsonToken.END_ARRAY);
    }

    /** The text ends. */
    void nothing() throws IOException {
        require(json.nextToken(), null);
    }

    String text() throws IOException {
        require(json.nextToken(), JsonToken.VALUE_STRING);
        return json.getText();
    }

    /** The next text; empty if the array ends. */
    Optional<String> textOrEnd() throws IOException {
        JsonToken next = json.nextToken();
        if (next == JsonToken.END_ARRAY) {
            return Optional.empty();
        }
        require(next, JsonToken.VALUE_STRING);
        return Optional.of(json.getText());
    }

    int integer() throws IOException {
        require(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    /** Of milliseconds since 1970. */
    Instant time() throws IOException {
        require(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return Instant.ofEpochMilli(json.getLongValue());
    }

    private static void require(JsonToken found, JsonToken wanted) {
        if (found != wanted) {
            throw new IllegalArgumentException(found + " in place of " + wanted);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
