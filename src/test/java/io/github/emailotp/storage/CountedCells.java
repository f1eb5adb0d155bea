package io.github.emailotp.storage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the operations of one request. */
final class CountedCells implements Cells {

    private final Cells all;
    private final AtomicInteger operations = new AtomicInteger();

    CountedCells(Cells all) {
        this.all = all;
    }

    int operations() {
        return operations.get();
    }

    @Override
    public Optional<String> read(String name) {
        operations.incrementAndGet();
        return all.read(name);
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        operations.incrementAndGet();
        return all.create(name, text, lifespan);
    }

    @Override
    public boolean replace(String name, String expected, String text, Duration lifespan) {
        operations.incrementAndGet();
        return all.replace(name, expected, text, lifespan);
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        operations.incrementAndGet();
        all.write(name, text, lifespan);
    }
}
