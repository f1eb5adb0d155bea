package io.github.emailotp.storage.infinispan;

import io.github.emailotp.storage.Cells;
import java.time.Duration;
import java.util.Optional;

/** Where there is nothing to keep cells in: nothing can be claimed, so no code is mailed or compared. */
final class NoCells implements Cells {

    @Override
    public Optional<String> read(String name) {
        throw missing();
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        throw missing();
    }

    @Override
    public boolean replace(String name, String expected, String text, Duration lifespan) {
        throw missing();
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        throw missing();
    }

    private static IllegalStateException missing() {
        return new IllegalStateException("this server has no Infinispan cache for single-use objects");
    }
}
