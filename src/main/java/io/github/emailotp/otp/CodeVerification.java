package io.github.emailotp.otp;

import io.github.emailotp.otp.GuessBudget.Claim;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The verbs {@link #start}, {@link #resend} and {@link #submit}: the one place where the order of checks is decided.
 *
 * <p>Thread safety: one instance serves one request. Requests that run at the same time meet in the {@link GuessBudget}
 * and the {@link SendQuota}, whose claims are atomic; the {@link ChallengeStore} may lose the count of tries that is shown,
 * or, at worst, a code that was mailed at the same instant as another.
 */
public final class CodeVerification {

    private final OtpPolicy policy;
    private final Ports ports;
    private final Clock clock;
    private final Challenges challenges;
    private final CodeSending sending;

    /**
     * A verification under these rules.
     *
     * @param random must be cryptographically strong
     */
    public CodeVerification(OtpPolicy policy, Ports ports, Clock clock, RandomGenerator random) {
        this.policy = policy;
        this.ports = ports;
        this.clock = clock;
        this.challenges = new Challenges(policy, ports.challenges(), clock, random);
        this.sending = new CodeSending(policy, ports, clock, random);
    }

    /** All that lies outside of the verification. */
    public record Ports(
            ChallengeStore challenges, SealingKeys keys, CodeChannel channel, SendQuota quota, GuessBudget budget) {}

    /**
     * Asks for a code. A pending challenge is shown again, and nothing is sent: reload, back, a change of language and
     * link scanners all end here. Without one, the first code is mailed.
     */
    public Reply start(Binding binding, Standing standing) {
        if (!binding.isReachable()) {
            return Reply.of(Outcome.UNREACHABLE);
        }
        return challenges
                .pending(binding)
                .map(pending -> show(pending, binding))
                .orElseGet(() -> sendFirst(binding, standing));
    }

    /** Mails another code, unless the cooldown is still running. Tries are not renewed. */
    public Reply resend(Binding binding, Standing standing) {
        if (!binding.isReachable()) {
            return Reply.of(Outcome.UNREACHABLE);
        }
        Challenge challenge = challenges.rebound(binding).orElseGet(() -> challenges.begin(binding));
        if (challenge.isOver()) {
            return challenges.reply(Outcome.TOO_MANY_TRIES, challenge);
        }
        if (!challenges.resendIn(challenge).isZero()) {
            return challenges.reply(Outcome.TOO_SOON, challenge);
        }
        return sending.send(challenge, standing, Outcome.RESENT);
    }

    /**
     * Takes an answer.
     *
     * @param answer what was typed; empty if nothing was
     */
    public Reply submit(Binding binding, Standing standing, String answer) {
        if (!binding.isReachable()) {
            return Reply.of(Outcome.UNREACHABLE);
        }
        Optional<Challenge> pending = challenges.pending(binding);
        if (pending.isEmpty() || pending.get().newest().isEmpty()) {
            return challenges.reply(Outcome.NO_CODE, pending.orElseGet(() -> challenges.begin(binding)));
        }
        Challenge challenge = pending.get();
        if (!challenge.binding().equals(binding)) {
            return addressChanged(challenge, binding);
        }
        if (challenge.isOver()) {
            return challenges.reply(Outcome.TOO_MANY_TRIES, challenge);
        }
        Optional<OneTimeCode> code = policy.format().read(answer);
        if (code.isEmpty()) {
            return challenges.reply(answer.isBlank() ? Outcome.MISSING : Outcome.MALFORMED, challenge);
        }
        return judge(challenge, standing, code.get());
    }

    private Reply show(Challenge pending, Binding binding) {
        if (!pending.binding().equals(binding)) {
            return addressChanged(pending, binding);
        }
        return challenges.reply(pending.newest().isEmpty() ? Outcome.NO_CODE : Outcome.SHOWN, pending);
    }

    private Reply sendFirst(Binding binding, Standing standing) {
        Challenge challenge = challenges.begin(binding);
        Reply reply = sending.send(challenge, standing, Outcome.SENT);
        if (reply.outcome() != Outcome.TOO_SOON) {
            return reply;
        }
        // A request that ran at the same time may have been granted the mail: then its challenge is the one to show.
        // Otherwise the login was started again, and the empty challenge keeps a reload after the wait from sending.
        return challenges
                .pending(binding)
                .map(pending -> show(pending, binding))
                .orElseGet(() -> Reply.of(Outcome.STARTED_AGAIN, challenges.save(challenge), reply.resendIn()));
    }

    /** The try is claimed first: whoever posts in parallel gets no more comparisons than there are tries. */
    private Reply judge(Challenge challenge, Standing standing, OneTimeCode code) {
        if (!(ports.budget().claim(challenge, policy.tries()) instanceof Claim.Granted granted)) {
            return challenges.reply(Outcome.TOO_MANY_TRIES, challenges.save(challenge.withTriesLeft(0)));
        }
        Challenge tried = challenges.save(challenge.withTriesLeft(granted.triesLeft()));
        if (standing == Standing.BARRED) {
            return challenges.reply(Outcome.WRONG, tried).barred();
        }
        return tried.find(code, ports.keys())
                .map(found -> judge(tried, found))
                .orElseGet(() -> challenges.reply(Outcome.WRONG, tried));
    }

    private Reply judge(Challenge challenge, SentCode found) {
        if (found.isExpired(clock.instant())) {
            return challenges.reply(Outcome.EXPIRED, challenge).typed(found);
        }
        if (challenge.isReplaced(found)) {
            return challenges.reply(Outcome.REPLACED, challenge).typed(found);
        }
        if (!ports.budget().redeem(challenge)) {
            return challenges
                    .reply(Outcome.ALREADY_USED, challenge.withTriesLeft(0))
                    .typed(found);
        }
        challenges.clear(challenge);
        return challenges.reply(Outcome.ACCEPTED, challenge).typed(found);
    }

    private Reply addressChanged(Challenge challenge, Binding binding) {
        return challenges.reply(Outcome.ADDRESS_CHANGED, challenges.save(challenge.boundTo(binding)));
    }
}
