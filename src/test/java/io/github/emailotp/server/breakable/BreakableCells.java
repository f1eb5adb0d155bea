package io.github.emailotp.server.breakable;

import io.github.emailotp.server.breakable.Breakage.Kind;
import io.github.emailotp.storage.Cells;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Passes on to other cells what is not to fail. A call is named by its method and its name, such as {@code create
 * email-otp.mailbox.x}.
 */
final class BreakableCells implements Cells {

    private static final Duration SILENCE = Duration.ofMillis(500);

    /** What is there instead, if nothing is said of it. */
    private static final String REFUSED = "";

    private final Cells whole;
    private final Supplier<Optional<Breakage>> breakage;
    private final Runnable repair;

    /**
     * Cells on top of others.
     *
     * @param repair is called when nothing is to fail any more
     */
    BreakableCells(Cells whole, Supplier<Optional<Breakage>> breakage, Runnable repair) {
        this.whole = whole;
        this.breakage = breakage;
        this.repair = repair;
    }

    @Override
    public Optional<String> read(String name) {
        return answer("read", name, Optional.empty(), () -> whole.read(name));
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        return answer("create", name, Optional.of(REFUSED), () -> whole.create(name, text, lifespan));
    }

    @Override
    public boolean replace(String name, String expected, String text, Duration lifespan) {
        return answer("replace", name, false, () -> whole.replace(name, expected, text, lifespan));
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        answer("write", name, true, () -> {
            whole.write(name, text, lifespan);
            return true;
        });
    }

    private <T> T answer(String method, String name, T no, Supplier<T> work) {
        Optional<Breakage> due = breakage.get()
                .filter(some -> some.calls().matcher(method + " " + name).find());
        due.filter(Breakage::isOnce).ifPresent(once -> repair.run());
        Optional<Kind> broken = due.map(Breakage::kind);
        if (broken.isEmpty()) {
            return work.get();
        }
        return switch (broken.get()) {
            case THROWS -> throw new IllegalStateException("A test has broken the cache");
            case LOSES_THE_ANSWER -> throw new IllegalStateException("A test has lost the answer " + work.get());
            case SAYS_NO -> no;
            case IS_SILENT -> {
                LockSupport.parkNanos(SILENCE.toNanos());
                throw new IllegalStateException("A test has kept the cache silent");
            }
        };
    }
}
