package io.github.emailotp.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A time in which no code is mailed.
 *
 * @param since when it was reported, in milliseconds
 * @param length from then on, in seconds
 * @param login the one that was reported
 * @param mark of the request that has reported it
 */
record Silence(Instant since, Duration length, String login, String mark) {

    /** Of one that is of the past. */
    static final String NO_MARK = "-";

    Silence {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(length, "length");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(mark, "mark");
    }

    /** How much of it is left; zero if nothing. */
    Duration left(Instant now) {
        Duration left = Duration.between(now, since.plus(length));
        return left.isNegative() ? Duration.ZERO : left;
    }

    Silence ofThePast() {
        return new Silence(since, length, login, NO_MARK);
    }

    String text() {
        return String.join(" ", Long.toString(since.toEpochMilli()), Long.toString(length.toSeconds()), login, mark);
    }

    /** Reads what {@link #text} has written, from the first of these fields on. */
    static Silence read(String[] fields, int first) {
        return new Silence(
                Instant.ofEpochMilli(Long.parseLong(fields[first])),
                Duration.ofSeconds(Long.parseLong(fields[first + 1])),
                fields[first + 2],
                fields[first + 3]);
    }
}
