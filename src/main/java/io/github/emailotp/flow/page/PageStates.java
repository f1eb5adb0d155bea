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
            boolean used = reply.shown() == Outcome.ALREADY_USED;
            return new Ended(Sentence.notice(used ? "emailOtpAlreadyUsed" : "emailOtpTooManyTries"));
        }
        return reply.good()
                .filter(code -> Duration.between(now, code.expiresAt()).compareTo(reply.answersIn()) > 0)
                .map(code -> withField(reply, code, tries, now))
                .orElseGet(() -> withoutField(reply));
    }

    private static PageState withField(Reply reply, SentCode code, int tries, Instant now) {
        if (!reply.answersIn().isZero()) {
            Sentence pause = Sentence.error("emailOtpPaused").waiting(reply.answersIn());
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
        if (reply.setback().isPresent()) {
            return setBack(reply, reply.setback().get());
        }
        if (reply.shown() == Outcome.ADDRESS_CHANGED) {
            return new NoCode(Sentence.notice("emailOtpAddressChanged"));
        }
        if (reply.newest().isEmpty()) {
            return nothingMailed();
        }
        return reply.sending()
                .filter(Sending::isFailed)
                .map(sending -> undelivered(sending.reason()))
                .orElseGet(() -> new Expired(Sentence.notice("emailOtpExpired")));
    }

    private static PageState setBack(Reply reply, Setback setback) {
        if (setback.limit().isEmpty()) {
            return undelivered(setback.reason());
        }
        if (reply.resendIn().isZero()) {
            return nothingMailed();
        }
        boolean startedAgain = setback.limit().get() == Limit.COOLDOWN;
        return new NoCode(Sentence.notice(startedAgain ? "emailOtpStartedAgain" : "emailOtpLimitNoCode")
                .waiting(reply.resendIn()));
    }

    private static PageState nothingMailed() {
        return new NoCode(Sentence.notice("emailOtpNoCode"));
    }

    private static PageState undelivered(String reason) {
        return switch (Trouble.of(reason)) {
            case MAILBOX -> new Undelivered(Sentence.notice("emailOtpMailbox"));
            case SERVICE -> new Undelivered(Sentence.notice("emailOtpService"));
            case ADDRESS_CHANGED -> new NoCode(Sentence.notice("emailOtpAddressChanged"));
        };
    }
}
