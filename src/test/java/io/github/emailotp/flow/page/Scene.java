package io.github.emailotp.flow.page;

import io.github.emailotp.flow.page.PageState.Asking;
import io.github.emailotp.flow.page.PageState.Disabled;
import io.github.emailotp.flow.page.PageState.Ended;
import io.github.emailotp.flow.page.PageState.Expired;
import io.github.emailotp.flow.page.PageState.NoCode;
import io.github.emailotp.flow.page.PageState.Paused;
import io.github.emailotp.flow.page.PageState.Undelivered;
import io.github.emailotp.flow.page.PageState.Unreachable;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.otp.SealedCode;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sending.Stage;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.otp.Setback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can have happened, and what the page is about then. */
record Scene(String name, Reply reply, Class<? extends PageState> state, String key) {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /** The number of a mail that could not be sent: another tab has had the one before. */
    static final int FAILED = 7;

    static final int TRIES = 5;

    private static final Duration NONE = Duration.ZERO;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);

    /** All of them; those with more than one code have the second as the newest. */
    static List<Scene> all() {
        return List.of(
                asking("the first look", "", new Facts().wait(SOON)),
                asking("nothing typed", "emailOtpMissing", new Facts().shown(Outcome.MISSING)),
                asking("no code typed", "emailOtpMalformed", new Facts().shown(Outcome.MALFORMED)),
                asking(
                        "no code of letters typed",
                        "emailOtpMalformedLetters",
                        new Facts().shown(Outcome.MALFORMED).letters()),
                asking(
                        "a wrong code",
                        "emailOtpWrong",
                        new Facts().shown(Outcome.WRONG).tries(4)),
                asking(
                        "the last but one wrong code",
                        "emailOtpWrong",
                        new Facts().shown(Outcome.WRONG).tries(1)),
                asking(
                        "a wrong code after the second mail was refused",
                        "emailOtpWrong",
                        new Facts()
                                .shown(Outcome.WRONG)
                                .tries(4)
                                .second()
                                .goodIsFirst()
                                .mail(Stage.REFUSED, "mailbox_full_552")),
                asking(
                        "an old code",
                        "emailOtpOld",
                        new Facts().shown(Outcome.REPLACED).second().typedFirst()),
                asking(
                        "an expired code",
                        "emailOtpOld",
                        new Facts().shown(Outcome.EXPIRED).second().typedFirst()),
                asking("no cache", "emailOtpUnavailable", new Facts().shown(Outcome.UNAVAILABLE)),
                asking(
                        "over a limit, with a code",
                        "emailOtpLimit",
                        new Facts().wait(LONG).limit(Limit.ADDRESS)),
                asking("a limit that is over", "emailOtpNoMail", new Facts().limit(Limit.ADDRESS)),
                asking(
                        "a limit that is over, with a mail in the outbox",
                        "emailOtpLate",
                        new Facts().limit(Limit.ADDRESS).mail(Stage.WAITING, "")),
                asking(
                        "a limit that is over, in the last minute",
                        "emailOtpLastMinute",
                        new Facts().limit(Limit.ADDRESS).left(Duration.ofSeconds(60))),
                asking(
                        "a limit that is over, and tries used",
                        "emailOtpTriesLeft",
                        new Facts().limit(Limit.ADDRESS).tries(3)),
                asking(
                        "over a limit after the second mail was refused",
                        "emailOtpEarlierMailbox",
                        new Facts()
                                .second()
                                .goodIsFirst()
                                .mail(Stage.REFUSED, "mailbox_full_552")
                                .wait(LONG)
                                .limit(Limit.ADDRESS)),
                asking("two first requests at once", "", new Facts().wait(SOON).limit(Limit.COOLDOWN)),
                asking("a full outbox, with a code", "emailOtpEarlierService", new Facts().failed("outbox_full")),
                asking(
                        "the second mail refused",
                        "emailOtpEarlierMailbox",
                        new Facts().second().goodIsFirst().mail(Stage.REFUSED, "mailbox_full_552")),
                asking(
                        "the second mail too late",
                        "emailOtpEarlierService",
                        new Facts().second().goodIsFirst().mail(Stage.GIVEN_UP, "timeout")),
                asking("a late mail", "emailOtpLate", new Facts().wait(SOON).mail(Stage.RETRYING, "timeout")),
                asking("the first mail", "", new Facts().shown(Outcome.SENT).wait(SOON)),
                asking("a mail on its way", "", new Facts().wait(SOON).mail(Stage.WAITING, "")),
                asking("a mail handed over", "", new Facts().wait(SOON).mail(Stage.HANDED_OVER, "")),
                asking("a mail not confirmed", "", new Facts().wait(SOON).mail(Stage.UNCONFIRMED, "maybe_accepted")),
                asking(
                        "another code",
                        "emailOtpResent",
                        new Facts().shown(Outcome.RESENT).second().wait(SOON)),
                asking(
                        "another code too soon",
                        "emailOtpTooSoon",
                        new Facts().shown(Outcome.TOO_SOON).wait(SOON)),
                asking(
                        "the second mail refused, and another code too soon",
                        "emailOtpTooSoon",
                        new Facts()
                                .second()
                                .goodIsFirst()
                                .mail(Stage.REFUSED, "mailbox_full_552")
                                .shown(Outcome.TOO_SOON)
                                .wait(SOON)),
                asking(
                        "a late mail, and another code too soon",
                        "emailOtpTooSoon",
                        new Facts()
                                .mail(Stage.RETRYING, "timeout")
                                .shown(Outcome.TOO_SOON)
                                .wait(SOON)),
                asking("too soon, but not by now", "emailOtpNoMail", new Facts().shown(Outcome.TOO_SOON)),
                asking(
                        "the last minute",
                        "emailOtpLastMinute",
                        new Facts().wait(SOON).left(Duration.ofSeconds(60))),
                asking("tries used", "emailOtpTriesLeft", new Facts().wait(SOON).tries(3)),
                asking("no mail yet", "emailOtpNoMail", new Facts()),
                asking("none yet, but handed over", "emailOtpNoMail", new Facts().mail(Stage.HANDED_OVER, "")),
                asking("none yet, but not confirmed", "emailOtpNoMail", new Facts().mail(Stage.UNCONFIRMED, "")),
                asking("none yet, and still in the outbox", "emailOtpLate", new Facts().mail(Stage.WAITING, "")),
                new Scene(
                        "a pause",
                        new Facts().shown(Outcome.WRONG).pause(SOON).reply(),
                        Paused.class,
                        "emailOtpPaused"),
                new Scene("a pause after a reload", new Facts().pause(SOON).reply(), Paused.class, "emailOtpPaused"),
                new Scene(
                        "an answer in a pause",
                        new Facts().shown(Outcome.WAITING).pause(SOON).reply(),
                        Paused.class,
                        "emailOtpPaused"),
                new Scene(
                        "a pause that outlives the code",
                        new Facts().pause(LONG).reply(),
                        NoCode.class,
                        "emailOtpWaitingNoCode"),
                new Scene(
                        "a pause without a code",
                        new Facts().noCode().pause(LONG).reply(),
                        NoCode.class,
                        "emailOtpWaitingNoCode"),
                new Scene("expired", new Facts().noGood().reply(), Expired.class, "emailOtpExpired"),
                new Scene(
                        "expired, and typed",
                        new Facts().noGood().shown(Outcome.EXPIRED).typedFirst().reply(),
                        Expired.class,
                        "emailOtpExpired"),
                new Scene(
                        "expired, and another code too soon",
                        new Facts().noGood().shown(Outcome.TOO_SOON).wait(SOON).reply(),
                        Expired.class,
                        "emailOtpTooSoon"),
                new Scene(
                        "two first requests at once, and expired",
                        new Facts().noGood().limit(Limit.COOLDOWN).wait(SOON).reply(),
                        Expired.class,
                        "emailOtpExpired"),
                new Scene(
                        "refused by the mailbox",
                        new Facts()
                                .noGood()
                                .mail(Stage.REFUSED, "no_mailbox_550")
                                .reply(),
                        Undelivered.class,
                        "emailOtpMailbox"),
                new Scene(
                        "refused by the server",
                        new Facts()
                                .noGood()
                                .mail(Stage.REFUSED, "permanent_reply_554")
                                .reply(),
                        Undelivered.class,
                        "emailOtpService"),
                new Scene(
                        "refused, and another code too soon",
                        new Facts()
                                .noGood()
                                .mail(Stage.REFUSED, "permanent_reply_554")
                                .shown(Outcome.TOO_SOON)
                                .wait(SOON)
                                .reply(),
                        Undelivered.class,
                        "emailOtpTooSoon"),
                new Scene(
                        "refused, then over a limit",
                        new Facts()
                                .noGood()
                                .mail(Stage.REFUSED, "permanent_reply_554")
                                .shown(Outcome.OVER_QUOTA)
                                .limit(Limit.ADDRESS)
                                .wait(LONG)
                                .reply(),
                        NoCode.class,
                        "emailOtpLimitNoCode"),
                new Scene(
                        "refused, then a full outbox",
                        new Facts()
                                .noGood()
                                .mail(Stage.REFUSED, "mailbox_full_552")
                                .shown(Outcome.SEND_FAILED)
                                .failed("outbox_full")
                                .reply(),
                        Undelivered.class,
                        "emailOtpService"),
                new Scene(
                        "both mails refused",
                        new Facts()
                                .second()
                                .noGood()
                                .mail(Stage.REFUSED, "no_mailbox_550")
                                .reply(),
                        Undelivered.class,
                        "emailOtpMailbox"),
                new Scene(
                        "moved while it was on its way",
                        new Facts()
                                .noGood()
                                .mail(Stage.GIVEN_UP, "address_changed")
                                .reply(),
                        NoCode.class,
                        "emailOtpAddressChanged"),
                new Scene(
                        "moved",
                        new Facts().noCode().shown(Outcome.ADDRESS_CHANGED).reply(),
                        NoCode.class,
                        "emailOtpAddressChanged"),
                new Scene(
                        "moved, after a reload",
                        new Facts()
                                .noCode()
                                .shown(Outcome.NO_CODE)
                                .failed("address_changed")
                                .reply(),
                        NoCode.class,
                        "emailOtpAddressChanged"),
                new Scene(
                        "refused while waited for",
                        new Facts()
                                .noCode()
                                .shown(Outcome.SEND_FAILED)
                                .failed("no_mailbox_550")
                                .reply(),
                        Undelivered.class,
                        "emailOtpMailbox"),
                new Scene(
                        "the same, after a reload",
                        new Facts()
                                .noCode()
                                .shown(Outcome.NO_CODE)
                                .failed("no_mailbox_550")
                                .reply(),
                        Undelivered.class,
                        "emailOtpMailbox"),
                new Scene(
                        "refused while waited for, and another code too soon",
                        new Facts()
                                .noCode()
                                .shown(Outcome.TOO_SOON)
                                .failed("no_mailbox_550")
                                .wait(SOON)
                                .reply(),
                        Undelivered.class,
                        "emailOtpTooSoon"),
                new Scene(
                        "moved, and a code too soon",
                        new Facts()
                                .noCode()
                                .shown(Outcome.TOO_SOON)
                                .failed("address_changed")
                                .wait(SOON)
                                .reply(),
                        NoCode.class,
                        "emailOtpTooSoon"),
                new Scene(
                        "over a limit",
                        new Facts()
                                .noCode()
                                .shown(Outcome.OVER_QUOTA)
                                .limit(Limit.CLIENT)
                                .wait(LONG)
                                .reply(),
                        NoCode.class,
                        "emailOtpLimitNoCode"),
                new Scene(
                        "the same, after a reload",
                        new Facts()
                                .noCode()
                                .shown(Outcome.NO_CODE)
                                .limit(Limit.CLIENT)
                                .wait(SOON)
                                .reply(),
                        NoCode.class,
                        "emailOtpLimitNoCode"),
                new Scene(
                        "once the wait is over",
                        new Facts()
                                .noCode()
                                .shown(Outcome.NO_CODE)
                                .limit(Limit.CLIENT)
                                .reply(),
                        NoCode.class,
                        "emailOtpNoCode"),
                new Scene(
                        "started again",
                        new Facts()
                                .noCode()
                                .shown(Outcome.STARTED_AGAIN)
                                .limit(Limit.COOLDOWN)
                                .wait(SOON)
                                .reply(),
                        NoCode.class,
                        "emailOtpStartedAgain"),
                new Scene(
                        "started again, and a code too soon",
                        new Facts()
                                .noCode()
                                .shown(Outcome.TOO_SOON)
                                .limit(Limit.COOLDOWN)
                                .wait(SOON)
                                .reply(),
                        NoCode.class,
                        "emailOtpStartedAgain"),
                new Scene(
                        "no code", new Facts().noCode().shown(Outcome.NO_CODE).reply(), NoCode.class, "emailOtpNoCode"),
                new Scene(
                        "no code, and one too soon",
                        new Facts().noCode().shown(Outcome.TOO_SOON).wait(SOON).reply(),
                        NoCode.class,
                        "emailOtpTooSoon"),
                new Scene(
                        "no cache and no code",
                        new Facts().noCode().shown(Outcome.UNAVAILABLE).reply(),
                        NoCode.class,
                        "emailOtpUnavailable"),
                new Scene(
                        "no try left",
                        new Facts().tries(0).shown(Outcome.WRONG).reply(),
                        Ended.class,
                        "emailOtpTooManyTries"),
                new Scene(
                        "no try left, after a reload",
                        new Facts().tries(0).pause(SOON).reply(),
                        Ended.class,
                        "emailOtpTooManyTries"),
                new Scene(
                        "no try left, and one more answer",
                        new Facts().tries(0).shown(Outcome.TOO_MANY_TRIES).reply(),
                        Ended.class,
                        "emailOtpTooManyTries"),
                new Scene(
                        "used elsewhere",
                        new Facts().tries(0).shown(Outcome.ALREADY_USED).reply(),
                        Ended.class,
                        "emailOtpAlreadyUsed"),
                new Scene(
                        "used elsewhere, after a reload",
                        new Facts().tries(0).failed("already_used").reply(),
                        Ended.class,
                        "emailOtpAlreadyUsed"),
                new Scene(
                        "used elsewhere, and too old by now",
                        new Facts().noCode().failed("already_used").reply(),
                        NoCode.class,
                        "emailOtpNoCode"),
                new Scene("disabled", new Facts().shown(Outcome.DISABLED).reply(), Disabled.class, "emailOtpDisabled"),
                new Scene(
                        "without an address",
                        new Facts().noCode().tries(0).shown(Outcome.UNREACHABLE).reply(),
                        Unreachable.class,
                        "emailOtpUnreachable"));
    }

    private static Scene asking(String name, String key, Facts facts) {
        return new Scene(name, facts.reply(), Asking.class, key);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What a reply is made of; by itself, a code that was mailed some minutes ago. */
    private static final class Facts {

        private Outcome shown = Outcome.SHOWN;
        private CodeFormat format = new CodeFormat(Alphabet.DIGITS, 8);
        private int newest = 1;
        private int good = 1;
        private boolean typed;
        private int tries = TRIES;
        private Duration left = Duration.ofSeconds(200);
        private Duration resendIn = NONE;
        private Duration answersIn = NONE;
        private Optional<Sending> sending = Optional.empty();
        private Optional<Limit> limit = Optional.empty();
        private Optional<String> setback = Optional.empty();

        Facts shown(Outcome outcome) {
            shown = outcome;
            return this;
        }

        Facts letters() {
            format = new CodeFormat(Alphabet.LETTERS_AND_DIGITS, 8);
            return this;
        }

        Facts second() {
            newest = 2;
            good = 2;
            return this;
        }

        Facts goodIsFirst() {
            good = 1;
            return this;
        }

        Facts noGood() {
            good = 0;
            return this;
        }

        Facts noCode() {
            newest = 0;
            good = 0;
            return this;
        }

        Facts typedFirst() {
            typed = true;
            return this;
        }

        Facts tries(int number) {
            tries = number;
            return this;
        }

        Facts left(Duration time) {
            left = time;
            return this;
        }

        Facts wait(Duration time) {
            resendIn = time;
            return this;
        }

        Facts pause(Duration time) {
            resendIn = time;
            answersIn = time;
            return this;
        }

        Facts mail(Stage stage, String reason) {
            sending = Optional.of(new Sending(stage, NOW, reason));
            return this;
        }

        Facts limit(Limit reached) {
            limit = Optional.of(reached);
            return failed(reached.name());
        }

        Facts failed(String reason) {
            setback = Optional.of(reason);
            return this;
        }

        Reply reply() {
            return new Reply(
                    shown,
                    shown,
                    code(newest),
                    code(good),
                    code(typed ? 1 : 0),
                    tries,
                    resendIn,
                    answersIn,
                    sending,
                    setback.map(reason ->
                            new Setback(limit, reason, limit.isPresent() ? 0 : FAILED, NOW, NOW.plus(resendIn))),
                    Optional.empty());
        }

        private Optional<SentCode> code(int ordinal) {
            SealedCode sealed = new SealedCode(format, "key", "seal");
            return ordinal == 0
                    ? Optional.empty()
                    : Optional.of(new SentCode(
                            ordinal, sealed, NOW.minusSeconds(60), NOW.plus(left), NOW, NOW, "permit", "sending"));
        }
    }
}
