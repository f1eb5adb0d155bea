package io.github.emailotp.otp;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The verbs {@link #start}, {@link #look}, {@link #resend} and {@link #submit}: the one place where the order of checks is decided.
 *
 * <p>Thread safety: one instance serves one request. Requests that run at the same time meet in {@link GuessBudget} and {@link SendQuota}, whose claims are atomic; where they cannot be reached, nothing is sent and
 * nothing compared. The {@link ChallengeStore} may lose the count of tries that is shown, or, at worst, a code that was
 * mailed at the same instant as another.
 */
public final class CodeVerification {

    private final OtpPolicy policy;
    private final Ports ports;
    private final Challenges challenges;
    private final CodeSending sending;
    private final CodeComparison comparison;

    /**
     * A verification under these rules.
     *
     * @param random must be cryptographically strong
     */
    public CodeVerification(OtpPolicy policy, Ports ports, Clock clock, RandomGenerator random) {
        this.policy = policy;
        this.ports = ports;
        this.challenges = new Challenges(policy, ports, clock, random);
        this.sending = new CodeSending(policy, ports, challenges, clock, random);
        this.comparison = new CodeComparison(policy, ports, challenges, clock);
    }

    /** All that lies outside of the verification. */
    public record Ports(
            ChallengeStore challenges,
            SealingKeys keys,
            CodeChannel channel,
            Sendings sendings,
            SendQuota quota,
            GuessBudget guesses) {}

    /**
     * Asks for a code. A pending challenge is shown again, and nothing is sent: reload, back, a change of language and
     * link scanners all end here. Without one, the first code is mailed.
     */
    public Reply start(Binding binding, Standing standing) {
        return guarded(binding, () -> begin(binding, standing));
    }

    /** As {@link #start}, but nothing is ever mailed. */
    public Reply look(Binding binding) {
        return guarded(
                binding,
                () -> challenges
                        .pending(binding)
                        .map(pending -> show(pending, binding))
                        .orElseGet(() -> told(Outcome.NO_CODE, challenges.begin(binding))));
    }

    private Reply begin(Binding binding, Standing standing) {
        return challenges
                .pending(binding)
                .map(pending -> show(pending, binding))
                .orElseGet(() -> sendFirst(binding, standing));
    }

    /** Mails another code, unless a limit forbids it. Tries are not renewed. */
    public Reply resend(Binding binding, Standing standing) {
        return guarded(binding, () -> sendAnother(binding, standing));
    }

    private Reply sendAnother(Binding binding, Standing standing) {
        Challenge challenge = challenges.rebound(binding).orElseGet(() -> challenges.begin(binding));
        if (challenge.isOver()) {
            return challenges.reply(Outcome.TOO_MANY_TRIES, challenge);
        }
        if (!challenges.resendIn(challenge).isZero()) {
            return told(Outcome.TOO_SOON, challenge);
        }
        return refusal(challenge).orElseGet(() -> sending.send(challenge, standing, Outcome.RESENT));
    }

    /**
     * Takes an answer.
     *
     * @param answer what was typed; empty if nothing was
     */
    public Reply submit(Binding binding, Standing standing, String answer) {
        return guarded(binding, () -> take(binding, standing, answer));
    }

    private Reply take(Binding binding, Standing standing, String answer) {
        Optional<Challenge> pending = challenges.pending(binding);
        if (pending.isEmpty() || pending.get().newest().isEmpty()) {
            return told(Outcome.NO_CODE, pending.orElseGet(() -> challenges.begin(binding)));
        }
        Challenge challenge = pending.get();
        if (!challenge.binding().equals(binding)) {
            return addressChanged(challenge, binding);
        }
        if (challenge.isOver()) {
            return challenges.reply(Outcome.TOO_MANY_TRIES, challenge);
        }
        Map<CodeFormat, OneTimeCode> typed = challenge.read(answer);
        if (typed.isEmpty()) {
            return told(answer.isBlank() ? Outcome.MISSING : Outcome.MALFORMED, challenge);
        }
        return comparison.compare(challenge, standing, typed);
    }

    private Reply show(Challenge pending, Binding binding) {
        if (!pending.binding().equals(binding)) {
            return addressChanged(pending, binding);
        }
        return told(pending.newest().isEmpty() ? Outcome.NO_CODE : Outcome.SHOWN, pending);
    }

    /** Nothing was mailed or compared. Whether an answer would be looked at now is told whatever was pressed. */
    private Reply told(Outcome outcome, Challenge challenge) {
        Reply reply = challenges.reply(outcome, challenge);
        return refusal(challenge)
                .map(refused -> refused.outcome() == Outcome.WAITING
                        ? reply.answersIn(refused.answersIn())
                        : reply.shownAs(refused.outcome()))
                .orElse(reply);
    }

    /** While no answer is looked at, no code is mailed either: it would be dead before it could be used. */
    private Optional<Reply> refusal(Challenge challenge) {
        return ports.guesses()
                .refusal(challenge.binding(), policy.guesses())
                .map(refused -> challenges.refused(refused, challenge));
    }

    /** No address, and no claims: the two things without which no verb can do its work. */
    private Reply guarded(Binding binding, Supplier<Reply> verb) {
        if (!binding.isReachable()) {
            return Reply.of(Outcome.UNREACHABLE);
        }
        try {
            return verb.get();
        } catch (ClaimsUnavailableException e) {
            return challenges.reply(
                    Outcome.UNAVAILABLE, challenges.pending(binding).orElseGet(() -> challenges.begin(binding)));
        }
    }

    private Reply sendFirst(Binding binding, Standing standing) {
        Challenge challenge = challenges.begin(binding);
        Reply reply = refusal(challenge).orElseGet(() -> sending.send(challenge, standing, Outcome.SENT));
        return switch (reply.outcome()) {
            case TOO_SOON -> startedAgain(challenge, reply);
            case OVER_QUOTA, WAITING, DISABLED -> notNow(challenge, reply);
            default -> reply;
        };
    }

    /**
     * A request that ran at the same time may have been granted the mail: then its challenge is the one to show. Otherwise
     * the empty challenge keeps a reload after the wait from sending.
     */
    private Reply notNow(Challenge challenge, Reply reply) {
        Optional<Challenge> pending = challenges.pending(challenge.binding());
        if (pending.isPresent()) {
            return show(pending.get(), challenge.binding());
        }
        challenges.save(challenge);
        return reply;
    }

    private Reply startedAgain(Challenge challenge, Reply tooSoon) {
        challenges.note(challenge, challenges.startedAgain(tooSoon.resendIn()));
        return notNow(challenge, challenges.reply(Outcome.STARTED_AGAIN, challenge, tooSoon.resendIn()));
    }

    private Reply addressChanged(Challenge challenge, Binding binding) {
        challenges.clear(challenge);
        Challenge rebound = challenges.save(challenge.boundTo(binding));
        challenges.note(rebound, challenges.addressChanged());
        return challenges.reply(Outcome.ADDRESS_CHANGED, rebound);
    }
}
