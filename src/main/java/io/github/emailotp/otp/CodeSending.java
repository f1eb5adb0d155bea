package io.github.emailotp.otp;

import io.github.emailotp.otp.CodeVerification.Ports;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.SendQuota.Permit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws a code, hands it to the channel and remembers it sealed: what {@code start} and {@code resend} have in common. */
final class CodeSending {

    private final OtpPolicy policy;
    private final Ports ports;
    private final Challenges challenges;
    private final Clock clock;
    private final RandomGenerator random;

    CodeSending(OtpPolicy policy, Ports ports, Challenges challenges, Clock clock, RandomGenerator random) {
        this.policy = policy;
        this.ports = ports;
        this.challenges = challenges;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Mails the next code of a challenge, if there is a permit for it.
     *
     * @param sent the outcome if it was sent
     */
    Reply send(Challenge challenge, Standing standing, Outcome sent) {
        Permit permit = claim(challenge);
        if (permit instanceof Denied denied) {
            // Not saved: another request that holds a permit may be about to save the challenge with its code.
            return denied(challenge, denied);
        }
        return send(challenge, standing, sent, (Allowed) permit);
    }

    /** A claim that was perhaps made, and led to no mail, is still to be had; where it is not known whether it was, nothing more is claimed. */
    private Permit claim(Challenge challenge) {
        List<String> owed = challenges.owedMails(challenge);
        if (!owed.isEmpty()) {
            challenges.settleMails(challenge, ports.quota().unmade(challenge.binding(), owed));
        }
        try {
            return ports.quota()
                    .claim(challenge.binding(), challenge.numbered(), challenges.owedMails(challenge), policy);
        } catch (ClaimsUnavailableException e) {
            e.owed().ifPresent(claims -> challenges.oweMail(challenge, claims));
            throw e;
        }
    }

    private Reply denied(Challenge challenge, Denied denied) {
        return denied.limit() == Limit.COOLDOWN
                ? challenges.reply(Outcome.TOO_SOON, challenge, denied.retryAfter())
                : setBack(Outcome.OVER_QUOTA, challenge, Setback.of(denied, clock.instant()));
    }

    private Reply send(Challenge challenge, Standing standing, Outcome sent, Allowed permit) {
        int ordinal = permit.ordinal();
        Instant now = clock.instant();
        OneTimeCode code = policy.format().draw(random);
        SentCode sealed = seal(challenge.binding(), code, ordinal, now, permit);
        CodeMessage message = new CodeMessage(challenge.binding(), code, ordinal, now, policy.lifetime(), permit);
        boolean barred = standing == Standing.BARRED;
        Delivery delivery =
                barred ? ports.channel().pretend(message) : ports.channel().deliver(message);
        // The mail server may have taken its time, and other requests have been here: theirs is kept.
        Challenge current = challenges.rebound(challenge.binding()).orElse(challenge);
        Reply reply = after(delivery, current, sent, sealed, permit);
        return barred ? reply.barred() : reply;
    }

    private Reply after(Delivery delivery, Challenge current, Outcome sent, SentCode code, Allowed permit) {
        if (delivery instanceof Delivery.Unsent unsent) {
            ports.quota().unsent(permit.claims());
            return failed(current, unsent.reason(), permit);
        }
        return remember(sent, current, code.sentAs(((Delivery.Queued) delivery).sending()));
    }

    /** Nothing is remembered as sent; the wait stays. */
    private Reply failed(Challenge current, String reason, Allowed permit) {
        return setBack(
                Outcome.SEND_FAILED,
                challenges.save(current.numbered(permit.ordinal())),
                Setback.ofFailure(reason, permit.ordinal(), clock.instant(), permit.nextAtIfRefused()));
    }

    private Reply setBack(Outcome outcome, Challenge challenge, Setback setback) {
        challenges.note(challenge, setback);
        return challenges
                .reply(outcome, challenge, setback.retryIn(clock.instant()))
                .failed(setback.reason());
    }

    private Reply remember(Outcome sent, Challenge challenge, SentCode sealed) {
        return challenges.replyTo(
                sealed, sent, challenges.save(challenge.withCode(sealed, code -> isWorthKeeping(code, challenge))));
    }

    private boolean isWorthKeeping(SentCode code, Challenge challenge) {
        try {
            return challenges.canHaveArrived(code, challenge);
        } catch (ClaimsUnavailableException logged) {
            return true;
        }
    }

    private SentCode seal(Binding binding, OneTimeCode code, int ordinal, Instant now, Allowed permit) {
        SealedCode sealed =
                SealedCode.seal(code, policy.format(), binding, ports.keys().active());
        return new SentCode(
                ordinal,
                sealed,
                now,
                now.plus(policy.lifetime()),
                permit.nextAt(),
                permit.nextAtIfRefused(),
                permit.claims(),
                "");
    }
}
