package io.github.emailotp.storage.infinispan;

import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.infinispan.VersionedTexts.Versioned;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Cells in an Infinispan outside of Keycloak. That compares versions where an embedded cache compares values, so a change takes two
 * round trips, or one on top of what was read before. Serves one request.
 */
final class RemoteCells implements Cells {

    private final VersionedTexts texts;
    private final Map<String, Versioned> seen = new HashMap<>();

    RemoteCells(VersionedTexts texts) {
        this.texts = texts;
    }

    @Override
    public Optional<String> read(String name) {
        seen.remove(name);
        Optional<Versioned> there = texts.read(name);
        there.ifPresent(text -> seen.put(name, text));
        return there.map(Versioned::text);
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        return texts.create(name, text, lifespan);
    }

    /** What was read before is good enough: who has changed it since has changed its version. */
    @Override
    public boolean replace(String name, String expected, String text, Duration lifespan) {
        if (!isSeen(name, expected)) {
            read(name);
        }
        return isSeen(name, expected) && texts.replace(name, seen.remove(name).version(), text, lifespan);
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        texts.write(name, text, lifespan);
    }

    private boolean isSeen(String name, String text) {
        return Optional.ofNullable(seen.get(name))
                .filter(there -> there.text().equals(text))
                .isPresent();
    }
}
