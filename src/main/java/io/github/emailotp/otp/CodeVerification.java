package io.github.emailotp.otp;

import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.SendQuota.Permit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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

    private static final int CHALLENGE_ID_BYTES = 16;

    private final OtpPolicy policy;
    private final Ports ports;
    private final Clock clock;
    private final RandomGenerator random;

    /**
     * A verification under these rules.
     *
     * @param random must be cryptographically strong
     */
    public CodeVerification(OtpPolicy policy, Ports ports, Clock clock, RandomGenerator random) {
        this.policy = policy;
        this.ports = ports;
        this.clock = clock;
        this.random = random;
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
        return pending(binding).map(pending -> show(pending, binding)).orElseGet(() -> sendFirst(binding, standing));
    }

    /** Mails another code, unless the cooldown is still running. Tries are not renewed. */
    public Reply resend(Binding binding, Standing standing) {
        if (!binding.isReachable()) {
            return Reply.of(Outcome.UNREACHABLE);
        }
        Challenge challenge = rebound(binding).orElseGet(() -> begin(binding));
        if (challenge.isOver()) {
            return reply(Outcome.TOO_MANY_TRIES, challenge);
        }
        if (!resendIn(challenge).isZero()) {
            return reply(Outcome.TOO_SOON, challenge);
        }
        return send(challenge, standing, Outcome.RESENT);
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
        Optional<Challenge> pending = pending(binding);
        if (pending.isEmpty() || pending.get().newest().isEmpty()) {
            return reply(Outcome.NO_CODE, pending.orElseGet(() -> begin(binding)));
        }
        Challenge challenge = pending.get();
        if (!challenge.binding().equals(binding)) {
            return addressChanged(challenge, binding);
        }
        if (challenge.isOver()) {
            return reply(Outcome.TOO_MANY_TRIES, challenge);
        }
        Optional<OneTimeCode> code = policy.format().read(answer);
        if (code.isEmpty()) {
            return reply(answer.isBlank() ? Outcome.MISSING : Outcome.MALFORMED, challenge);
        }
        return judge(challenge, standing, code.get());
    }

    private Reply show(Challenge pending, Binding binding) {
        if (!pending.binding().equals(binding)) {
            return addressChanged(pending, binding);
        }
        return reply(pending.newest().isEmpty() ? Outcome.NO_CODE : Outcome.SHOWN, pending);
    }

    private Reply sendFirst(Binding binding, Standing standing) {
        Challenge challenge = begin(binding);
        Reply reply = send(challenge, standing, Outcome.SENT);
        if (reply.outcome() != Outcome.TOO_SOON) {
            return reply;
        }
        // A request that ran at the same time may have been granted the mail: then its challenge is the one to show.
        // Otherwise the login was started again, and the empty challenge keeps a reload after the wait from sending.
        return pending(binding)
                .map(pending -> show(pending, binding))
                .orElseGet(() -> Reply.of(Outcome.STARTED_AGAIN, save(challenge), reply.resendIn()));
    }

    /** The try is claimed first: whoever posts in parallel gets no more comparisons than there are tries. */
    private Reply judge(Challenge challenge, Standing standing, OneTimeCode code) {
        if (!(ports.budget().claim(challenge, policy.tries()) instanceof Claim.Granted granted)) {
            return reply(Outcome.TOO_MANY_TRIES, save(challenge.withTriesLeft(0)));
        }
        Challenge tried = save(challenge.withTriesLeft(granted.triesLeft()));
        if (standing == Standing.BARRED) {
            return reply(Outcome.WRONG, tried).barred();
        }
        return tried.find(code, ports.keys())
                .map(found -> judge(tried, found))
                .orElseGet(() -> reply(Outcome.WRONG, tried));
    }

    private Reply judge(Challenge challenge, SentCode found) {
        if (found.isExpired(clock.instant())) {
            return reply(Outcome.EXPIRED, challenge).typed(found);
        }
        if (challenge.isReplaced(found)) {
            return reply(Outcome.REPLACED, challenge).typed(found);
        }
        if (!ports.budget().redeem(challenge)) {
            return reply(Outcome.ALREADY_USED, challenge.withTriesLeft(0)).typed(found);
        }
        ports.challenges().clear(challenge.binding().purpose());
        return reply(Outcome.ACCEPTED, challenge).typed(found);
    }

    private Reply send(Challenge challenge, Standing standing, Outcome sent) {
        int ordinal = challenge.nextOrdinal();
        Duration cooldown = policy.cooldownAfter(ordinal);
        Permit permit = ports.quota().claim(challenge.binding(), cooldown);
        if (permit.retryAfter().isPresent()) {
            // Not saved: the request that holds the permit is about to save the challenge with its code.
            return Reply.of(Outcome.TOO_SOON, challenge, permit.retryAfter().get());
        }
        Instant now = clock.instant();
        OneTimeCode code = policy.format().draw(random);
        SentCode sealed = seal(challenge.binding(), code, ordinal, now);
        if (standing == Standing.BARRED) {
            return reply(sent, save(challenge.withCode(sealed))).barred();
        }
        CodeMessage message = new CodeMessage(challenge.binding(), code, ordinal, now, policy.lifetime());
        Delivery delivery = ports.channel().deliver(message);
        // The mail server may have taken its time, and other requests have been here: theirs is kept.
        Challenge current = rebound(challenge.binding()).orElse(challenge);
        if (delivery instanceof Delivery.HandedOver) {
            return reply(sent, save(current.withCode(sealed)));
        }
        return notSent(save(current), now.plus(cooldown), delivery);
    }

    /** Nothing is remembered as sent. The wait is lifted only if no mail is under way, and only if it is this one's. */
    private Reply notSent(Challenge challenge, Instant waitEnds, Delivery delivery) {
        Duration wait = Duration.between(clock.instant(), waitEnds);
        if (wait.isNegative()) {
            return Reply.of(Outcome.SEND_FAILED, challenge, Duration.ZERO).failed(delivery.reason());
        }
        if (delivery instanceof Delivery.TimedOut) {
            return Reply.of(Outcome.SEND_FAILED, challenge, wait).failed(delivery.reason());
        }
        ports.quota().release(challenge.binding());
        return Reply.of(Outcome.SEND_FAILED, challenge, Duration.ZERO).failed(delivery.reason());
    }

    private SentCode seal(Binding binding, OneTimeCode code, int ordinal, Instant now) {
        SealedCode sealed = SealedCode.seal(code, binding, ports.keys().active());
        return new SentCode(ordinal, sealed, now, now.plus(policy.lifetime()));
    }

    private Reply addressChanged(Challenge challenge, Binding binding) {
        return reply(Outcome.ADDRESS_CHANGED, save(challenge.boundTo(binding)));
    }

    private Challenge begin(Binding binding) {
        byte[] id = new byte[CHALLENGE_ID_BYTES];
        random.nextBytes(id);
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        return Challenge.begin(name, binding, clock.instant(), policy.tries());
    }

    /** A challenge that is too old is pending without its codes, so that showing it sends nothing either. */
    private Optional<Challenge> pending(Binding binding) {
        return ports.challenges()
                .load(binding.purpose())
                .filter(challenge -> challenge.binding().hasSameOwner(binding))
                .map(challenge -> challenge.isTooOld(clock.instant()) ? save(begin(binding)) : challenge);
    }

    /** The pending challenge without the codes that went to another address. */
    private Optional<Challenge> rebound(Binding binding) {
        return pending(binding).map(challenge -> challenge.boundTo(binding));
    }

    private Challenge save(Challenge challenge) {
        ports.challenges().save(challenge);
        return challenge;
    }

    private Reply reply(Outcome outcome, Challenge challenge) {
        return Reply.of(outcome, challenge, resendIn(challenge));
    }

    private Duration resendIn(Challenge challenge) {
        return challenge
                .newest()
                .map(code -> code.sentAt().plus(policy.cooldownAfter(code.ordinal())))
                .map(next -> Duration.between(clock.instant(), next))
                .filter(wait -> !wait.isNegative())
                .orElse(Duration.ZERO);
    }
}
