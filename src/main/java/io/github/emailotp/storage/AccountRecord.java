package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.storage.ClaimedGuesses.Guess;
import io.github.emailotp.storage.Claims.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All comparisons of one account that still count: its failures in a row, and the tries of its challenges. One text, so that one
 * change claims both. Immutable.
 *
 * @param failures those of each acquaintance
 * @param claims the latest claims
 * @param challenges those that have had a try and can still have one
 */
record AccountRecord(Map<Acquaintance, Failures> failures, ClaimedGuesses claims, List<Tried> challenges) {

    private static final String VERSION = "a4";

    /** As nodes of earlier builds write it: there was nobody who had shown nothing, and first, failures ended with the record. */
    private static final List<String> EARLIER = List.of("a2", "a3");

    private static final AccountRecord EMPTY = new AccountRecord(Map.of(), ClaimedGuesses.NONE, List.of());
    private static final Failures NONE = new Failures(0, Instant.EPOCH, Instant.EPOCH);

    private static final int ID_LENGTH = 10;
    private static final int RADIX = Character.MAX_RADIX;

    /**
     * Failures in a row.
     *
     * @param count how many
     * @param answersFrom when the next answer is looked at
     * @param until when they are forgotten, should no other come
     */
    record Failures(int count, Instant answersFrom, Instant until) {}

    /**
     * A challenge that has had a try.
     *
     * @param id the first characters of the challenge's id
     * @param used how many tries
     * @param redeemedBy the mark of the claim that its one success was given to; empty if there was none
     * @param end when nothing more can come of it
     */
    record Tried(String id, int used, String redeemedBy, Instant end) {

        Tried withUsed(int tries) {
            return new Tried(id, tries, redeemedBy, end);
        }

        Tried redeemed(String mark, Instant until) {
            return new Tried(id, used, mark, until);
        }
    }

    AccountRecord {
        failures = Map.copyOf(failures);
        challenges = List.copyOf(challenges);
    }

    Failures failures(Acquaintance acquaintance) {
        return failures.getOrDefault(acquaintance, NONE);
    }

    Tried tried(Challenge challenge) {
        return challenges.stream()
                .filter(tried -> tried.id().equals(id(challenge)))
                .findFirst()
                .orElse(new Tried(id(challenge), 0, "", challenge.startedAt().plus(Challenge.MAX_AGE)));
    }

    /** Whether a claim of this challenge with this mark is still to be had: for a comparison, or for the success that it led to. */
    boolean owes(Challenge challenge, String mark) {
        return claims.find(mark).isPresent() || tried(challenge).redeemedBy().equals(mark);
    }

    private static String id(Challenge challenge) {
        return challenge.id().substring(0, Math.min(ID_LENGTH, challenge.id().length()));
    }

    AccountRecord with(Acquaintance acquaintance, Failures now) {
        Map<Acquaintance, Failures> all = new EnumMap<>(Acquaintance.class);
        all.putAll(failures);
        all.put(acquaintance, now);
        return new AccountRecord(all, claims, challenges);
    }

    AccountRecord with(Tried now) {
        Predicate<Tried> other = tried -> !tried.id().equals(now.id());
        return new AccountRecord(
                failures,
                claims,
                Stream.concat(challenges.stream().filter(other), Stream.of(now)).toList());
    }

    AccountRecord with(ClaimedGuesses now) {
        return new AccountRecord(failures, now, challenges);
    }

    /** No failures of these count any more. */
    AccountRecord forgiven(Acquaintance acquaintance) {
        return with(acquaintance, NONE).with(claims.forgotten(acquaintance));
    }

    /** As if this failure had not been; if it has begun the present wait, that ends. */
    AccountRecord forgiven(Guess guess) {
        AccountRecord without = with(claims.without(guess.mark()));
        if (!guess.counts()) {
            return without;
        }
        Failures some = failures(guess.by());
        Instant answersFrom = guess.hasBegun(some.answersFrom()) ? Instant.EPOCH : some.answersFrom();
        return without.with(guess.by(), new Failures(Math.max(0, some.count() - 1), answersFrom, some.until()));
    }

    /** Without the failures that are forgotten: those of others in the same record keep nobody's. */
    AccountRecord rememberedAt(Instant now) {
        AccountRecord remembered = this;
        for (Map.Entry<Acquaintance, Failures> some : failures.entrySet()) {
            if (some.getValue().count() > 0 && !some.getValue().until().isAfter(now)) {
                remembered = remembered.forgiven(some.getKey());
            }
        }
        return remembered;
    }

    /** It is written, with an answer to whoever changed it. */
    <T> Step<T> write(T answer, Instant now) {
        AccountRecord current = at(now);
        Duration lifespan = current.lifespan(now);
        return new Step.Write<>(answer, current.text(), lifespan.isZero() ? Claims.EMPTY_KEPT : lifespan);
    }

    /** Without the challenges that are over. */
    private AccountRecord at(Instant now) {
        return new AccountRecord(
                failures,
                claims,
                challenges.stream().filter(tried -> tried.end().isAfter(now)).toList());
    }

    /** How long it must be kept; zero if there is nothing in it. */
    private Duration lifespan(Instant now) {
        Instant end = now;
        for (Failures some : failures.values()) {
            end = some.count() > 0 ? later(end, some.until()) : end;
        }
        for (Tried tried : challenges) {
            end = later(end, tried.end().plusSeconds(1));
        }
        return Duration.between(now, end);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    String text() {
        List<String> parts = new ArrayList<>(List.of(
                VERSION,
                text(Acquaintance.STRANGER),
                text(Acquaintance.KNOWN),
                text(Acquaintance.ANONYMOUS),
                claims.text()));
        challenges.forEach(tried -> parts.add(text(tried)));
        return String.join(" ", parts);
    }

    private String text(Acquaintance acquaintance) {
        Failures some = failures(acquaintance);
        return String.join(",", Integer.toString(some.count()), text(some.answersFrom()), text(some.until()));
    }

    private static String text(Tried tried) {
        return String.join(",", tried.id(), Integer.toString(tried.used()), tried.redeemedBy(), text(tried.end()));
    }

    private static String text(Instant time) {
        return Long.toString(time.toEpochMilli(), RADIX);
    }

    /**
     * Reads a record.
     *
     * @throws ClaimsUnavailableException if it is none: what cannot be read must not count as nothing
     */
    static AccountRecord parse(Optional<String> record, Instant now) {
        return record.map(text -> RecordText.read(text, whole -> parse(whole, now)))
                .orElse(EMPTY);
    }

    private static AccountRecord parse(String record, Instant now) {
        String[] parts = record.split(" ", -1);
        boolean isEarlier = EARLIER.contains(parts[0]);
        if (!parts[0].equals(VERSION) && !isEarlier) {
            throw new IllegalArgumentException("a record of another version");
        }
        int claims = isEarlier ? 3 : 4;
        List<Tried> challenges =
                Stream.of(parts).skip(claims + 1L).map(AccountRecord::tried).toList();
        return new AccountRecord(
                Map.of(
                        Acquaintance.STRANGER, failures(parts[1], now),
                        Acquaintance.KNOWN, failures(parts[2], now),
                        Acquaintance.ANONYMOUS, isEarlier ? NONE : failures(parts[3], now)),
                ClaimedGuesses.parse(parts[claims]),
                challenges);
    }

    private static Failures failures(String text, Instant now) {
        String[] parts = text.split(",", -1);
        Instant until = parts.length > 2 ? time(parts[2]) : now.plus(GuessLimits.LEAST_MEMORY);
        return new Failures(Integer.parseInt(parts[0]), time(parts[1]), until);
    }

    private static Tried tried(String text) {
        String[] parts = text.split(",", -1);
        return new Tried(parts[0], Integer.parseInt(parts[1]), parts[2], time(parts[3]));
    }

    private static Instant time(String text) {
        return Instant.ofEpochMilli(Long.parseLong(text, RADIX));
    }
}
