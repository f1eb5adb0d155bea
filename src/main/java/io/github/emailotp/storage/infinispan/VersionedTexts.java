package io.github.emailotp.storage.infinispan;

import java.time.Duration;
import java.util.Optional;

/** Texts under names, each with a version that no other has had. Every method is one round trip to where they are. */
interface VersionedTexts {

    /** A text and its version. */
    record Versioned(String text, long version) {}

    Optional<Versioned> read(String name);

    /** Writes where nothing is, and answers what is there instead. */
    Optional<String> create(String name, String text, Duration lifespan);

    /** Writes in place of this version, and answers whether that was there. */
    boolean replace(String name, long version, String text, Duration lifespan);

    /** Writes, whatever is there. */
    void write(String name, String text, Duration lifespan);
}
