package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.GuessLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The latest claims on comparisons of an account, the newest last. Immutable.
 */
record ClaimedGuesses(List<Guess> all) {

    static final ClaimedGuesses NONE = new ClaimedGuesses(List.of());

    /** More than are granted at the same time: the most free guesses of each acquaintance. */
    private static final int REMEMBERED = Acquaintance.values().length * (GuessLimits.MAX_FREE + 1);

    /**
     * One claim.
     *
     * @param mark its name
     * @param by whose failure it counts as
     * @param failure the number of that in their row, from 1; 0 once the row is forgotten
     * @param waitUntil the end of the wait that it has begun; {@link Instant#EPOCH} if it has begun none
     */
    record Guess(String mark, Acquaintance by, int failure, Instant waitUntil) {

        boolean counts() {
            return failure > 0;
        }

        boolean hasBegun(Instant someWait) {
            return waitUntil.isAfter(Instant.EPOCH) && waitUntil.equals(someWait);
        }

        private Guess forgotten() {
            return new Guess(mark, by, 0, Instant.EPOCH);
        }

        private String text() {
            return String.join(
                    "~",
                    mark,
                    Whose.letter(by) + failure,
                    Long.toString(waitUntil.toEpochMilli(), Character.MAX_RADIX));
        }

        private static Guess parse(String text) {
            String[] parts = text.split("~", -1);
            return new Guess(
                    parts[0],
                    Whose.read(parts[1]),
                    Integer.parseInt(Whose.withoutLetter(parts[1])),
                    // A node of an earlier build does not say.
                    parts.length > 2
                            ? Instant.ofEpochMilli(Long.parseLong(parts[2], Character.MAX_RADIX))
                            : Instant.EPOCH);
        }
    }

    ClaimedGuesses {
        all = List.copyOf(all.subList(Math.max(0, all.size() - REMEMBERED), all.size()));
    }

    Optional<Guess> find(String mark) {
        return all.stream().filter(guess -> guess.mark().equals(mark)).findFirst();
    }

    ClaimedGuesses with(Guess guess) {
        List<Guess> more = new ArrayList<>(all);
        more.add(guess);
        return new ClaimedGuesses(more);
    }

    /** With another name for one. */
    ClaimedGuesses renamed(Guess guess, String mark) {
        return changed(
                each -> each.equals(guess) ? new Guess(mark, guess.by(), guess.failure(), guess.waitUntil()) : each);
    }

    /** The failures of these are forgotten: there is nothing left to give back to them, but they can still be had. */
    ClaimedGuesses forgotten(Acquaintance acquaintance) {
        return changed(guess -> guess.by() == acquaintance ? guess.forgotten() : guess);
    }

    private ClaimedGuesses changed(UnaryOperator<Guess> change) {
        return new ClaimedGuesses(all.stream().map(change).toList());
    }

    ClaimedGuesses without(String mark) {
        Predicate<Guess> isIt = guess -> guess.mark().equals(mark);
        return new ClaimedGuesses(all.stream().filter(isIt.negate()).toList());
    }

    String text() {
        return all.stream().map(Guess::text).collect(Collectors.joining("."));
    }

    static ClaimedGuesses parse(String text) {
        return new ClaimedGuesses(Stream.of(text.split("\\."))
                .filter(guess -> !guess.isEmpty())
                .map(Guess::parse)
                .toList());
    }
}
