package io.github.emailotp.server.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A set-up of {@code docs/flows.md} as a file: a realm {@link DocumentedLines#REALM} that holds it. */
record RealmFile(Path path) {

    /** By its name, without an ending. */
    static RealmFile of(String name) {
        return new RealmFile(Path.of("docs", "setup", "realms", name + ".json"));
    }

    JsonNode content() {
        try {
            return new ObjectMapper().readTree(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
