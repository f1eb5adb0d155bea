package io.github.emailotp.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Two things that were timed in turns, in milliseconds. */
record Turns(Samples base, Samples other) {

    /** Times one after the other, so many times. */
    static Turns take(int rounds, Supplier<Duration> base, Supplier<Duration> other) {
        Samples bases = Samples.NONE;
        Samples others = Samples.NONE;
        for (int round = 0; round < rounds; round++) {
            bases = bases.and(Samples.of(base.get()));
            others = others.and(Samples.of(other.get()));
        }
        return new Turns(bases, others);
    }

    Turns and(Turns others) {
        return new Turns(base.and(others.base), other.and(others.other));
    }

    /** Both medians, and the second over the first. */
    List<String> cells() {
        return List.of(
                "%.1f ms".formatted(base.medianMillis()),
                "%.1f ms".formatted(other.medianMillis()),
                other.over(base).toString());
    }

    /** The same of the means of the middle half. */
    List<String> middleCells() {
        return List.of(
                "%.2f ms".formatted(base.middleMillis()),
                "%.2f ms".formatted(other.middleMillis()),
                other.middleOver(base).toString());
    }
}
