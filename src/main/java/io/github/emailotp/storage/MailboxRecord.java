package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.storage.Claims.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All mails to one mailbox that still count. Immutable.
 *
 * @param numbered the highest number that a mail to it has had since this record was begun
 * @param mails oldest first
 */
record MailboxRecord(int numbered, List<Mail> mails) {

    private static final String VERSION = "m1";
    private static final MailboxRecord EMPTY = new MailboxRecord(0, List.of());
    private static final int RADIX = Character.MAX_RADIX;
    private static final Duration NUMBERS_KEPT = OtpPolicy.MAX_LIFETIME;

    /** Mails that never left are counted by no limit, so there may be any number of them. */
    private static final int REMEMBERED_UNSENT = 20;

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    /** What has become of a mail. */
    enum Fate {
        /** It counts. */
        SENT(""),
        /** It certainly did not arrive: it counts for a short time only. */
        REFUSED("r"),
        /** It never left: only its wait holds. */
        UNSENT("u");

        private final String sign;

        Fate(String sign) {
            this.sign = sign;
        }

        private static Fate of(String sign) {
            return Stream.of(values())
                    .filter(fate -> fate.sign.equals(sign))
                    .findFirst()
                    .orElse(SENT);
        }
    }

    /**
     * One mail.
     *
     * @param id the mark of its claim
     * @param login stands for user, purpose and session
     */
    record Mail(String id, Instant at, String login, Acquaintance acquaintance, Fate fate) {

        /** When it counts no more. */
        Instant end() {
            return at.plus(
                    switch (fate) {
                        case SENT -> MailLimits.DAY;
                        case REFUSED -> MailLimits.HOUR;
                        // As long as its wait can hold, and its code can live.
                        case UNSENT -> OtpPolicy.MAX_COOLDOWN;
                    });
        }

        private boolean counts(RateLimit limit, Instant now) {
            return at.plus(limit.window()).isAfter(now)
                    && switch (fate) {
                        case SENT -> true;
                        case REFUSED -> !limit.window().equals(MailLimits.DAY);
                        case UNSENT -> false;
                    };
        }

        /** Whether it certainly did not arrive. */
        boolean hasFailed() {
            return fate != Fate.SENT;
        }

        private Mail as(Fate other) {
            return new Mail(id, at, login, acquaintance, other);
        }
    }

    MailboxRecord {
        mails = List.copyOf(mails);
    }

    Optional<Mail> mail(String id) {
        return mails.stream().filter(mail -> mail.id().equals(id)).findFirst();
    }

    List<Mail> of(String login) {
        return mails.stream().filter(mail -> mail.login().equals(login)).toList();
    }

    /** With one mail more, of this number, in place of those that count no more. */
    MailboxRecord with(Mail mail, int number) {
        List<Mail> more = new ArrayList<>(at(mail.at()).mails);
        more.add(mail);
        return new MailboxRecord(number, more);
    }

    /** With this number as the highest. */
    MailboxRecord numbered(int number) {
        return new MailboxRecord(number, mails);
    }

    /** Whether no other mail has come after this one. */
    boolean isNewest(String id) {
        return !mails.isEmpty() && mails.get(mails.size() - 1).id().equals(id);
    }

    MailboxRecord with(Fate fate, String id) {
        return changed(mail -> mail.id().equals(id) ? mail.as(fate) : mail).withFewUnsent();
    }

    private MailboxRecord withFewUnsent() {
        List<String> unsent = mails.stream()
                .filter(mail -> mail.fate() == Fate.UNSENT)
                .map(Mail::id)
                .toList();
        return without(unsent.subList(0, Math.max(0, unsent.size() - REMEMBERED_UNSENT)));
    }

    MailboxRecord without(Collection<String> ids) {
        return new MailboxRecord(
                numbered,
                mails.stream().filter(mail -> !ids.contains(mail.id())).toList());
    }

    /** Without a mail that was not sent after all. Its number is free again, if none came after it. */
    MailboxRecord withdrawn(String id, int number) {
        boolean free = numbered == number && isNewest(id);
        return without(List.of(id)).numbered(free ? number - 1 : numbered);
    }

    private MailboxRecord changed(UnaryOperator<Mail> change) {
        return new MailboxRecord(numbered, mails.stream().map(change).toList());
    }

    MailboxRecord at(Instant now) {
        Predicate<Mail> counts = mail -> mail.end().isAfter(now);
        return new MailboxRecord(numbered, mails.stream().filter(counts).toList());
    }

    /**
     * How long until no limit is full, for those who are known, or for strangers.
     *
     * @return empty if none is
     */
    Optional<Duration> wait(List<RateLimit> limits, Acquaintance acquaintance, Instant now) {
        return limits.stream()
                .flatMap(limit -> wait(limit, acquaintance, now).stream())
                .max(Duration::compareTo)
                .map(wait -> wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
    }

    private Optional<Duration> wait(RateLimit limit, Acquaintance acquaintance, Instant now) {
        List<Mail> counted = mails.stream()
                .filter(mail -> mail.acquaintance() == acquaintance && mail.counts(limit, now))
                .toList();
        if (counted.size() < limit.count()) {
            return Optional.empty();
        }
        Instant oldest = counted.get(counted.size() - limit.count()).at();
        return Optional.of(Duration.between(now, oldest.plus(limit.window())));
    }

    /** As a step that writes what still counts of it. */
    <T> Step<T> write(T answer, Instant now) {
        MailboxRecord current = at(now);
        return new Step.Write<>(answer, current.text(), current.lifespan(now));
    }

    /** How long it must be kept: while a mail counts, and while one that lies in the mailbox has a number that is not to come again. */
    private Duration lifespan(Instant now) {
        return mails.stream()
                .map(mail -> Duration.between(now, mail.end()).plusSeconds(1))
                .max(Duration::compareTo)
                .filter(time -> time.compareTo(NUMBERS_KEPT) > 0)
                .orElse(NUMBERS_KEPT);
    }

    String text() {
        Stream<String> head = Stream.of(VERSION, Integer.toString(numbered));
        return Stream.concat(head, mails.stream().map(MailboxRecord::text)).collect(Collectors.joining(" "));
    }

    private static String text(Mail mail) {
        String kind = Whose.letter(mail.acquaintance()) + mail.fate().sign;
        return String.join(",", mail.id(), Long.toString(mail.at().toEpochMilli(), RADIX), mail.login(), kind);
    }

    /**
     * Reads a record.
     *
     * @throws ClaimsUnavailableException if it is none: what cannot be read must not count as nothing
     */
    static MailboxRecord parse(Optional<String> record) {
        return record.map(text -> RecordText.read(text, MailboxRecord::parse)).orElse(EMPTY);
    }

    private static MailboxRecord parse(String record) {
        String[] parts = record.split(" ", -1);
        if (!parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("a record of another version");
        }
        return new MailboxRecord(
                Integer.parseInt(parts[1]),
                Stream.of(parts).skip(2).map(MailboxRecord::read).toList());
    }

    private static Mail read(String text) {
        String[] parts = text.split(",", -1);
        return new Mail(
                parts[0],
                Instant.ofEpochMilli(Long.parseLong(parts[1], RADIX)),
                parts[2],
                Whose.read(parts[3]),
                Fate.of(Whose.withoutLetter(parts[3])));
    }
}
