package io.github.emailotp.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The question put to one person in one authentication session. Immutable; its methods give the next state.
 *
 * @param id names the challenge in the claims on it; unguessable and never shown
 * @param binding what its codes are bound to
 * @param startedAt when it was begun; it is over {@link #MAX_AGE} later, whatever was mailed meanwhile
 * @param codes the codes mailed for it, oldest first, at most {@value #REMEMBERED_CODES}
 * @param triesLeft how many answers will still be compared, as far as this session knows; the claims decide
 * @param owed marks of claims on comparisons that were perhaps made, and led to none
 * @param numbered the highest ordinal that a code of it has had, also one that is void; 0 if there was none
 */
public record Challenge(
        String id,
        Binding binding,
        Instant startedAt,
        List<SentCode> codes,
        int triesLeft,
        List<String> owed,
        int numbered) {

    /** Claims on a challenge must outlive it, so it must end. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    /** Codes beyond the live ones are remembered to tell people that they typed an old one: as many as are mailed in an hour by default. */
    static final int REMEMBERED_CODES = 10;

    public Challenge {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(startedAt, "startedAt");
        codes = List.copyOf(codes);
        owed = List.copyOf(owed);
        if (codes.size() > REMEMBERED_CODES) {
            throw new IllegalArgumentException(
                    "at most " + REMEMBERED_CODES + " codes are remembered, were " + codes.size());
        }
        if (triesLeft < 0 || triesLeft > OtpPolicy.MAX_TRIES) {
            throw new IllegalArgumentException("tries left must be 0 to " + OtpPolicy.MAX_TRIES + ", was " + triesLeft);
        }
    }

    static Challenge begin(String id, Binding binding, Instant now, int tries) {
        return new Challenge(id, binding, now, List.of(), tries, List.of(), 0);
    }

    /**
     * With one more code.
     *
     * @param arrived whether a code may have arrived; where there are too many, others are forgotten first
     */
    Challenge withCode(SentCode code, Predicate<SentCode> arrived) {
        List<SentCode> remembered = new ArrayList<>(codes);
        if (remembered.size() == REMEMBERED_CODES) {
            remembered.remove(
                    codes.stream().filter(arrived.negate()).findFirst().orElse(codes.get(0)));
        }
        remembered.add(code);
        return new Challenge(id, binding, startedAt, remembered, triesLeft, owed, Math.max(numbered, code.ordinal()));
    }

    /** One of its mails, which did not leave, has had this number. */
    Challenge numbered(int ordinal) {
        return new Challenge(id, binding, startedAt, codes, triesLeft, owed, Math.max(numbered, ordinal));
    }

    Challenge withTriesLeft(int left) {
        return new Challenge(id, binding, startedAt, codes, left, owed, numbered);
    }

    /** With these as the claims that were perhaps made. */
    public Challenge owing(List<String> marks) {
        return new Challenge(id, binding, startedAt, codes, triesLeft, marks, numbered);
    }

    /** Claims with these marks were certainly not made. */
    Challenge notOwing(Collection<String> marks) {
        return owing(owed.stream().filter(mark -> !marks.contains(mark)).toList());
    }

    /** The same challenge for another address: its codes are void, its tries are not renewed. */
    Challenge boundTo(Binding other) {
        return binding.equals(other) ? this : new Challenge(id, other, startedAt, List.of(), triesLeft, owed, numbered);
    }

    Optional<SentCode> newest() {
        return codes.isEmpty() ? Optional.empty() : Optional.of(codes.get(codes.size() - 1));
    }

    Stream<SentCode> newestFirst() {
        return codes.stream().sorted(Comparator.comparingInt(SentCode::ordinal).reversed());
    }

    /**
     * Whether newer codes have taken this one's place.
     *
     * @param arrived whether a code may have arrived; others take nobody's place
     */
    boolean isReplaced(SentCode code, Predicate<SentCode> arrived) {
        return codes.stream()
                        .filter(newer -> newer.ordinal() > code.ordinal())
                        .filter(arrived)
                        .count()
                >= OtpPolicy.MAX_LIVE_CODES;
    }

    /** What was typed, read as a code of each format that the codes have; empty if it can be none of them. */
    Map<CodeFormat, OneTimeCode> read(String answer) {
        Map<CodeFormat, OneTimeCode> typed = new HashMap<>();
        codes.stream()
                .map(SentCode::format)
                .distinct()
                .forEach(format -> format.read(answer).ifPresent(code -> typed.put(format, code)));
        return typed;
    }

    Optional<SentCode> find(Map<CodeFormat, OneTimeCode> typed, SealingKeys keys) {
        Optional<SentCode> found = Optional.empty();
        // Newest last, and no early exit: the newest wins should two be alike, and the time does not tell which it was.
        for (SentCode code : codes) {
            OneTimeCode answer = typed.get(code.format());
            if (answer != null && code.sealed().matches(answer, binding, keys)) {
                found = Optional.of(code);
            }
        }
        return found;
    }

    /** Whether no answer will be compared any more; one that is paid for will be. */
    boolean isOver() {
        return triesLeft == 0 && owed.isEmpty();
    }

    boolean isTooOld(Instant now) {
        return !now.isBefore(startedAt.plus(MAX_AGE));
    }
}
