package io.github.emailotp.flow.page;

import io.github.emailotp.flow.page.PageState.Asking;
import io.github.emailotp.flow.page.PageState.Disabled;
import io.github.emailotp.flow.page.PageState.Ended;
import io.github.emailotp.flow.page.PageState.Expired;
import io.github.emailotp.flow.page.PageState.NoCode;
import io.github.emailotp.flow.page.PageState.Paused;
import io.github.emailotp.flow.page.PageState.Undelivered;
import io.github.emailotp.flow.page.PageState.Unreachable;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.otp.Setback;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The one place that decides what a page is about. */
final class PageStates {

    private PageStates() {}

    /**
     * The state of the page.
     *
     * @param tries how many a login has
     */
    static PageState of(Reply reply, int tries, Instant now) {
        if (reply.shown() == Outcome.UNREACHABLE) {
            return new Unreachable(Sentence.notice("emailOtpUnreachable"));
        }
        if (reply.shown() == Outcome.DISABLED) {
            return new Disabled(Sentence.notice("emailOtpDisabled"));
        }
        if (reply.isOver()) {
            boolean used = reply.shown() == Outcome.ALREADY_USED
                    || reply.setback().filter(Setback::isOfUse).isPresent();
            return new Ended(Sentence.notice(used ? "emailOtpAlreadyUsed" : "emailOtpTooManyTries"));
        }
        return reply.good()
                .filter(code -> Duration.between(now, code.expiresAt()).compareTo(reply.answersIn()) > 0)
                .map(code -> withField(reply, code, tries, now))
                .orElseGet(() -> withoutField(reply));
    }

    private static PageState withField(Reply reply, SentCode code, int tries, Instant now) {
        if (!reply.answersIn().isZero()) {
            Sentence pause = Sentence.error("emailOtpPaused", code.ordinal()).waiting(reply.answersIn());
            return new Paused(code, Optional.of(pause));
        }
        return new Asking(code, Notices.of(reply, code, tries, now));
    }

    private static PageState withoutField(Reply reply) {
        if (reply.shown() == Outcome.UNAVAILABLE) {
            return new NoCode(Sentence.notice("emailOtpUnavailable"));
        }
        if (!reply.answersIn().isZero()) {
            return new NoCode(Sentence.notice("emailOtpWaitingNoCode").waiting(reply.resendIn()));
        }
        Optional<Setback> setback = setback(reply);
        if (setback.isPresent()) {
            return setBack(reply, setback.get());
        }
        if (reply.shown() == Outcome.ADDRESS_CHANGED) {
            return new NoCode(Sentence.notice("emailOtpAddressChanged"));
        }
        if (reply.newest().isEmpty()) {
            return nothingMailed(reply);
        }
        return reply.sending()
                .filter(Sending::isFailed)
                .map(sending -> undelivered(reply, sending.reason()))
                .orElseGet(() -> new Expired(why(reply, "emailOtpExpired")));
    }

    /**
     * What kept the mail back that was asked for last. That a login was started again is told only where no code was mailed:
     * of two first requests at once, the one without the mail leaves it beside the other's code.
     */
    static Optional<Setback> setback(Reply reply) {
        return reply.setback()
                .filter(setback -> !setback.isOfUse())
                .filter(setback -> reply.newest().isEmpty()
                        || setback.limit().filter(Limit.COOLDOWN::equals).isEmpty());
    }

    private static PageState setBack(Reply reply, Setback setback) {
        if (setback.limit().isEmpty()) {
            return undelivered(reply, setback.reason());
        }
        if (reply.resendIn().isZero()) {
            return nothingMailed(reply);
        }
        boolean startedAgain = setback.limit().get() == Limit.COOLDOWN;
        return new NoCode(Sentence.notice(startedAgain ? "emailOtpStartedAgain" : "emailOtpLimitNoCode")
                .waiting(reply.resendIn()));
    }

    private static PageState nothingMailed(Reply reply) {
        return new NoCode(why(reply, "emailOtpNoCode"));
    }

    private static PageState undelivered(Reply reply, String reason) {
        return switch (Trouble.of(reason)) {
            case MAILBOX -> new Undelivered(why(reply, "emailOtpMailbox"));
            case SERVICE -> new Undelivered(why(reply, "emailOtpService"));
            case ADDRESS_CHANGED -> new NoCode(why(reply, "emailOtpAddressChanged"));
        };
    }

    private static Sentence why(Reply reply, String key) {
        return tooSoon(reply).orElseGet(() -> Sentence.notice(key));
    }

    /**
     * The wait, for who has asked for another code too soon: in place of what the page said when the button was pressed, since
     * without scripts nothing else tells it.
     */
    static Optional<Sentence> tooSoon(Reply reply) {
        return reply.shown() == Outcome.TOO_SOON && !reply.resendIn().isZero()
                ? Optional.of(Sentence.notice("emailOtpTooSoon").waiting(reply.resendIn()))
                : Optional.empty();
    }
}
