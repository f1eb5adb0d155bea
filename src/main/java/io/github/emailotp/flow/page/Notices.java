package io.github.emailotp.flow.page;

import static io.github.emailotp.flow.page.Sentence.error;
import static io.github.emailotp.flow.page.Sentence.notice;

import io.github.emailotp.flow.sending.SendingView;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.otp.Setback;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The one sentence at the field: what helps most at the moment, or nothing. */
record Notices(Reply reply, SentCode code, int tries, Instant now) {

    /** From here on, a code's end is near enough to be told. */
    static final Duration LAST_MINUTE = Duration.ofMinutes(1);

    static Optional<Sentence> of(Reply reply, SentCode code, int tries, Instant now) {
        Notices notices = new Notices(reply, code, tries, now);
        return Stream.<Supplier<Optional<Sentence>>>of(
                        notices::onTheAnswer,
                        notices::onTheNewestMail,
                        notices::onTheLimit,
                        notices::onALateMail,
                        notices::onWhatWasAskedFor,
                        notices::onTheEnd,
                        notices::onTheTries,
                        notices::onTheWayOfTheMail)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The code to enter is named: numbers go by mailbox, so the newest mail may be of another tab or browser. */
    private Optional<Sentence> onTheAnswer() {
        return switch (reply.shown()) {
            case MISSING -> Optional.of(error("emailOtpMissing"));
            case MALFORMED -> Optional.of(error(malformed(), code.format().length()));
            case WRONG -> Optional.of(error("emailOtpWrong", code.ordinal()).counting(reply.triesLeft()));
            case EXPIRED, REPLACED -> reply.typed().map(old -> error("emailOtpOld", old.ordinal(), code.ordinal()));
            case UNAVAILABLE -> Optional.of(notice("emailOtpUnavailable"));
            case TOO_SOON -> PageStates.tooSoon(reply);
            default -> Optional.empty();
        };
    }

    private String malformed() {
        return code.format().alphabet() == Alphabet.DIGITS ? "emailOtpMalformed" : "emailOtpMalformedLetters";
    }

    /** Of what was asked for last, that is the newest. */
    private Optional<Sentence> onTheNewestMail() {
        Optional<Sentence> unsent = PageStates.setback(reply)
                .filter(setback -> setback.limit().isEmpty())
                .map(setback -> failed(setback.reason(), setback.ordinal()));
        return unsent.or(
                () -> reply.sending().filter(Sending::isFailed).map(sending -> failed(sending.reason(), newest())));
    }

    /** One that is over is no news: it stays known until another mail is asked for. */
    private Optional<Sentence> onTheLimit() {
        boolean isReached = PageStates.setback(reply).flatMap(Setback::limit).isPresent()
                && !reply.resendIn().isZero();
        return isReached ? Optional.of(notice("emailOtpLimit").waiting(reply.resendIn())) : Optional.empty();
    }

    private Optional<Sentence> onALateMail() {
        boolean isLate = reply.sending()
                .filter(sending -> sending.stage() == Sending.Stage.RETRYING)
                .isPresent();
        return isLate ? Optional.of(notice("emailOtpLate")) : Optional.empty();
    }

    /** An earlier code is still good. */
    private Sentence failed(String reason, int ordinal) {
        return notice(
                Trouble.of(reason) == Trouble.MAILBOX ? "emailOtpEarlierMailbox" : "emailOtpEarlierService",
                ordinal,
                code.ordinal());
    }

    private Optional<Sentence> onWhatWasAskedFor() {
        return reply.shown() == Outcome.RESENT ? Optional.of(notice("emailOtpResent", newest())) : Optional.empty();
    }

    private Optional<Sentence> onTheEnd() {
        return reply.remaining(now).compareTo(LAST_MINUTE) <= 0
                ? Optional.of(notice("emailOtpLastMinute"))
                : Optional.empty();
    }

    private Optional<Sentence> onTheTries() {
        return reply.triesLeft() < tries
                ? Optional.of(notice("emailOtpTriesLeft").counting(reply.triesLeft()))
                : Optional.empty();
    }

    /** Once another mail may be asked for, this one should have come. */
    private Optional<Sentence> onTheWayOfTheMail() {
        return reply.resendIn().isZero() ? Optional.of(noMail()) : Optional.empty();
    }

    /** What has not left us is in no spam folder. */
    private Sentence noMail() {
        boolean here = reply.sending().filter(SendingView::isUnderWay).isPresent();
        return notice(here ? "emailOtpLate" : "emailOtpNoMail");
    }

    private int newest() {
        return reply.newest().map(SentCode::ordinal).orElse(0);
    }
}
