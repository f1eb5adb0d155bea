package io.github.emailotp.server.breakable;

import io.github.emailotp.storage.Cells;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Passes on to other cells what is not to fail. A call is named by its method and its name, such as {@code create
 * email-otp.mailbox.x}.
 */
final class BreakableCells implements Cells {

    private final Cells whole;
    private final Supplier<Optional<Breakage>> breakage;

    BreakableCells(Cells whole, Supplier<Optional<Breakage>> breakage) {
        this.whole = whole;
        this.breakage = breakage;
    }

    @Override
    public Optional<String> read(String name) {
        return answer("read", name, () -> whole.read(name));
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        return answer("create", name, () -> whole.create(name, text, lifespan));
    }

    @Override
    public boolean replace(String name, String expected, String text, Duration lifespan) {
        return answer("replace", name, () -> whole.replace(name, expected, text, lifespan));
    }

    @Override
    public boolean remove(String name, String expected) {
        return answer("remove", name, () -> whole.remove(name, expected));
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        answer("write", name, () -> {
            whole.write(name, text, lifespan);
            return true;
        });
    }

    private <T> T answer(String method, String name, Supplier<T> work) {
        Optional<Breakage> broken = breakage.get()
                .filter(some -> some.calls().matcher(method + " " + name).find());
        if (broken.isPresent() && !broken.get().losesAnswers()) {
            throw new IllegalStateException("A test has broken the cache");
        }
        T answer = work.get();
        if (broken.isPresent()) {
            throw new IllegalStateException("A test has lost the answer " + answer);
        }
        return answer;
    }
}
