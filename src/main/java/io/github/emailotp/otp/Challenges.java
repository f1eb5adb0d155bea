package io.github.emailotp.otp;

import io.github.emailotp.otp.CodeVerification.Ports;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Finds, begins and remembers the challenge of one request, and tells how long the wait for its next mail is. */
final class Challenges {

    private static final int ID_BYTES = 16;
    private static final int MARK_BYTES = 6;

    /** A wait that is told this much too long costs less than to ask the claims for another. */
    private static final Duration NOT_WORTH_A_QUESTION = Duration.ofSeconds(1);

    private static final String ADDRESS_CHANGED = "address_changed";

    private final OtpPolicy policy;
    private final ChallengeStore store;
    private final SendQuota quota;
    private final Sendings sendings;
    private final Clock clock;
    private final RandomGenerator random;

    Challenges(OtpPolicy policy, Ports ports, Clock clock, RandomGenerator random) {
        this.policy = policy;
        this.store = ports.challenges();
        this.quota = ports.quota();
        this.sendings = ports.sendings();
        this.clock = clock;
        this.random = random;
    }

    /** A challenge that is too old is pending without its codes, so that showing it sends nothing either. */
    Optional<Challenge> pending(Binding binding) {
        return store.load(binding.purpose())
                .filter(challenge -> challenge.binding().hasSameOwner(binding))
                .map(challenge -> challenge.isTooOld(clock.instant()) ? save(begin(binding)) : challenge);
    }

    /** The pending challenge without the codes that went to another address. */
    Optional<Challenge> rebound(Binding binding) {
        return pending(binding).map(challenge -> challenge.boundTo(binding));
    }

    /** Names a claim; no two are alike. */
    String mark() {
        return name(MARK_BYTES);
    }

    /** A new challenge, not yet remembered. */
    Challenge begin(Binding binding) {
        return Challenge.begin(name(ID_BYTES), binding, clock.instant(), policy.tries());
    }

    private String name(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Challenge save(Challenge challenge) {
        store.save(challenge);
        return challenge;
    }

    void clear(Challenge challenge) {
        store.clear(challenge.binding().purpose());
    }

    /** A comparison was perhaps claimed under this mark, and none was made. */
    void owe(Challenge challenge, String mark) {
        store.owe(challenge, mark);
    }

    /** Claims with these marks were certainly not made. */
    Challenge settle(Challenge challenge, Collection<String> marks) {
        store.settle(challenge, marks);
        return challenge.notOwing(marks);
    }

    /** Claims on mails that were perhaps made. */
    List<String> owedMails(Challenge challenge) {
        return store.owed(challenge.binding().purpose());
    }

    void oweMail(Challenge challenge, String claims) {
        store.owe(challenge.binding().purpose(), claims);
    }

    /** Claims on mails that were certainly not made. */
    void settleMails(Challenge challenge, Collection<String> claims) {
        store.settle(challenge.binding().purpose(), claims);
    }

    void note(Challenge challenge, Setback setback) {
        store.note(challenge.binding().purpose(), setback);
    }

    /** What keeps the first mail of a login back that was started again. */
    Setback startedAgain(Duration wait) {
        return Setback.of(new Denied(Limit.COOLDOWN, wait), clock.instant());
    }

    /** Why there is no code any more, until one is mailed to the new address. */
    Setback addressChanged() {
        Instant now = clock.instant();
        return Setback.ofFailure(ADDRESS_CHANGED, 0, now, now);
    }

    Reply reply(Outcome outcome, Challenge challenge) {
        return reply(outcome, challenge, newestSending(challenge));
    }

    /** After this code was mailed: that its mail waits is known without a question. */
    Reply replyTo(SentCode mailed, Outcome outcome, Challenge challenge) {
        return reply(
                outcome, challenge, mailed.sending().isEmpty() ? Optional.empty() : Optional.of(Sending.begun(mailed)));
    }

    private Reply reply(Outcome outcome, Challenge challenge, Optional<Sending> sending) {
        Duration retryIn = setback(challenge)
                .map(setback -> setback.retryIn(clock.instant()))
                .orElse(Duration.ZERO);
        Duration told = longer(promised(challenge, sending), retryIn);
        // The claims have just failed: they are not asked again.
        return reply(outcome, challenge, sending, outcome == Outcome.UNAVAILABLE ? told : still(told, challenge));
    }

    /** With a wait for the next mail that is not this challenge's own. */
    Reply reply(Outcome outcome, Challenge challenge, Duration resendIn) {
        return reply(outcome, challenge, newestSending(challenge), resendIn);
    }

    private Reply reply(Outcome outcome, Challenge challenge, Optional<Sending> sending, Duration resendIn) {
        return Reply.of(outcome, challenge, resendIn).mails(sending, good(challenge, sending), setback(challenge));
    }

    private Optional<Setback> setback(Challenge challenge) {
        return store.setback(challenge.binding().purpose()).filter(setback -> setback.isNews(challenge));
    }

    private Optional<SentCode> good(Challenge challenge, Optional<Sending> newestSending) {
        Optional<SentCode> newest = challenge.newest();
        return challenge
                .newestFirst()
                .filter(code -> !code.isExpired(clock.instant()))
                .filter(code -> (newest.filter(code::equals).isPresent() ? newestSending : sending(code))
                        .filter(Sending::isFailed)
                        .isEmpty())
                .findFirst();
    }

    private Optional<Sending> newestSending(Challenge challenge) {
        return challenge.newest().flatMap(this::sending);
    }

    Optional<Sending> sending(SentCode code) {
        if (code.sending().isEmpty()) {
            return Optional.empty();
        }
        Optional<Sending> begun = code.isExpired(clock.instant()) ? Optional.empty() : Optional.of(Sending.begun(code));
        return sendings.find(code.sending()).or(() -> begun);
    }

    /**
     * A mail that certainly did not arrive cost nothing, so its code must be worth nothing. The newest is not taken out of the queue for another, so
     * that nothing more is asked of its sending.
     */
    boolean canHaveArrived(SentCode code, Challenge challenge) {
        return !quota.isRefused(code.permit())
                && (challenge.newest().filter(code::equals).isPresent()
                        || sending(code).filter(Sending::isFailed).isEmpty());
    }

    /** What the guess budget refuses, as an answer. */
    Reply refused(GuessBudget.Refused refused, Challenge challenge) {
        if (refused instanceof Waiting waiting) {
            return reply(Outcome.WAITING, challenge).answersIn(waiting.time());
        }
        return reply(Outcome.DISABLED, challenge);
    }

    /** How long until another mail may be asked for, as far as only the mails of this challenge forbid it. */
    Duration resendIn(Challenge challenge) {
        return still(promised(challenge, newestSending(challenge)), challenge);
    }

    /** What is left of a wait: earlier mails may have failed since it was told, and then it is shorter. */
    private Duration still(Duration told, Challenge challenge) {
        Duration shortest = shortest(challenge);
        if (told.isZero() || told.minus(NOT_WORTH_A_QUESTION).compareTo(shortest) < 0) {
            return told;
        }
        try {
            Duration now = quota.refusal(challenge.binding(), policy)
                    .map(Denied::retryAfter)
                    .orElse(Duration.ZERO);
            Duration left = longer(now, shortest);
            return left.compareTo(told) < 0 ? left : told;
        } catch (ClaimsUnavailableException logged) {
            return told;
        }
    }

    /** The wait after the newest mail, had no other come before: it holds also where the claims have been forgotten. */
    private Duration shortest(Challenge challenge) {
        return challenge
                .newest()
                .map(code -> Duration.between(clock.instant(), code.sentAt().plus(policy.cooldown())))
                .filter(wait -> !wait.isNegative())
                .orElse(Duration.ZERO);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Duration promised(Challenge challenge, Optional<Sending> newestSending) {
        boolean refused = newestSending.filter(Sending::isFailed).isPresent();
        return challenge
                .newest()
                .map(code -> Duration.between(clock.instant(), refused ? code.nextAtIfRefused() : code.nextAt()))
                .filter(wait -> !wait.isNegative())
                .orElse(Duration.ZERO);
    }
}
