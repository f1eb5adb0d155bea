package io.github.emailotp.flow.page;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One sentence of the page.
 *
 * @param key the key of its text
 * @param arguments what the text takes
 * @param count a number that the text is chosen by, such as "1 try", and that comes before the arguments
 * @param time how long something takes, which comes last, in words
 * @param tone how it is said
 */
record Sentence(String key, List<Object> arguments, Optional<Integer> count, Optional<Duration> time, Tone tone) {

    enum Tone {
        /** An answer was not accepted: said at the field, and read with it. */
        ERROR,
        NOTICE
    }

    Sentence {
        Objects.requireNonNull(key, "key");
        arguments = List.copyOf(arguments);
    }

    static Sentence notice(String key, Object... arguments) {
        return new Sentence(key, List.of(arguments), Optional.empty(), Optional.empty(), Tone.NOTICE);
    }

    static Sentence error(String key, Object... arguments) {
        return new Sentence(key, List.of(arguments), Optional.empty(), Optional.empty(), Tone.ERROR);
    }

    Sentence counting(int number) {
        return new Sentence(key, arguments, Optional.of(number), time, tone);
    }

    Sentence waiting(Duration wait) {
        return new Sentence(key, arguments, count, Optional.of(wait), tone);
    }
}
