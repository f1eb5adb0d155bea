package io.github.emailotp.otp;

import io.github.emailotp.otp.CodeVerification.Ports;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.GuessBudget.Refused;
import io.github.emailotp.otp.GuessBudget.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares an answer with the codes of a challenge, if the claims allow it. The comparison is claimed before it is made, so that
 * whoever posts in parallel, in as many sessions as they like, gets no more of them than there are.
 */
final class CodeComparison {

    private final OtpPolicy policy;
    private final Ports ports;
    private final Challenges challenges;
    private final Clock clock;

    CodeComparison(OtpPolicy policy, Ports ports, Challenges challenges, Clock clock) {
        this.policy = policy;
        this.ports = ports;
        this.challenges = challenges;
        this.clock = clock;
    }

    Reply compare(Challenge pending, Standing standing, Map<CodeFormat, OneTimeCode> typed) {
        Challenge challenge = withCertainDebts(pending);
        String mark = challenges.mark();
        GuessBudget.Claim claim = paidFor(challenge, mark, () -> ports.guesses().claim(challenge, mark, policy));
        if (claim instanceof Refused refused) {
            return challenges.refused(refused, challenge);
        }
        if (!(claim instanceof Granted guess)) {
            return challenges.reply(
                    Outcome.TOO_MANY_TRIES,
                    challenges.save(withDebtsOfOthers(challenge).withTriesLeft(0)));
        }
        return judge(challenges.save(withoutPaid(challenge).withTriesLeft(guess.triesLeft())), standing, typed, guess);
    }

    /** Other requests of the same login have perhaps claimed something meanwhile, and been told of nothing. */
    private Challenge withDebtsOfOthers(Challenge challenge) {
        return challenges
                .pending(challenge.binding())
                .filter(now -> now.id().equals(challenge.id()))
                .map(now -> challenge.owing(now.owed()))
                .orElse(challenge);
    }

    /** With the try that was claimed for this comparison; one that was owed has perhaps been given back already. */
    private Challenge untried(Challenge challenge, Granted guess) {
        return challenge.withTriesLeft(Math.min(policy.tries(), guess.triesLeft() + 1));
    }

    /** A comparison that was owed and is had now is owed no more. */
    private Challenge withoutPaid(Challenge challenge) {
        try {
            return withCertainDebts(challenge);
        } catch (ClaimsUnavailableException logged) {
            return challenge;
        }
    }

    /**
     * Where something is owed, it is asked first what was made of it. Where that is not known, nothing more is claimed: else
     * whoever presses again and again while the claims cannot be reached owes so much that what was made is forgotten.
     */
    private Challenge withCertainDebts(Challenge challenge) {
        return challenge.owed().isEmpty()
                ? challenge
                : challenges.settle(challenge, ports.guesses().unmade(challenge));
    }

    /** What fails here has shown nothing of a code: the comparison that was perhaps claimed is still to be had. */
    private <T> T paidFor(Challenge challenge, String mark, Supplier<T> question) {
        try {
            return question.get();
        } catch (ClaimsUnavailableException e) {
            challenges.owe(challenges.save(challenge), mark);
            throw e;
        }
    }

    private Reply judge(Challenge challenge, Standing standing, Map<CodeFormat, OneTimeCode> typed, Granted guess) {
        if (standing == Standing.BARRED) {
            // Charged like any other answer: an account that never has to wait would tell that it is locked.
            return wrong(challenge, guess).barred();
        }
        Optional<SentCode> found = challenge.find(typed, ports.keys());
        Challenge untried = untried(challenge, guess);
        if (found.isEmpty() || !paidFor(untried, guess.mark(), () -> challenges.canHaveArrived(found.get()))) {
            return wrong(challenge, guess);
        }
        return paidFor(untried, guess.mark(), () -> judge(challenge, found.get(), guess));
    }

    private Reply wrong(Challenge challenge, Granted guess) {
        ports.guesses().failed(challenge.binding(), guess, policy.guesses());
        Reply reply = challenges.reply(Outcome.WRONG, challenge).answersIn(answersIn(challenge, guess));
        return guess.failures() < policy.guesses().untilDisabled() ? reply : reply.shownAs(Outcome.DISABLED);
    }

    /** A comparison that was claimed before, and made only now, has begun its wait then. */
    private Duration answersIn(Challenge challenge, Granted guess) {
        Duration whole = policy.guesses().waitAfter(guess.failures());
        if (whole.isZero() || challenge.owed().isEmpty()) {
            return whole;
        }
        try {
            return ports.guesses()
                    .refusal(challenge.binding(), policy.guesses())
                    .filter(Waiting.class::isInstance)
                    .map(refused -> ((Waiting) refused).time())
                    .orElse(whole);
        } catch (ClaimsUnavailableException logged) {
            // The answer was compared all the same.
            return whole;
        }
    }

    private Reply judge(Challenge challenge, SentCode found, Granted guess) {
        if (found.isExpired(clock.instant())) {
            return tooLate(Outcome.EXPIRED, challenge, found, guess);
        }
        if (challenge.isReplaced(found, challenges::canHaveArrived)) {
            return tooLate(Outcome.REPLACED, challenge, found, guess);
        }
        if (!isFirst(challenge, guess)) {
            Challenge used = challenges.settle(challenge, challenge.owed());
            return challenges
                    .reply(Outcome.ALREADY_USED, challenges.save(used.withTriesLeft(0)))
                    .typed(found);
        }
        challenges.clear(challenge);
        ports.quota().redeemed(challenge.codes().stream().map(SentCode::permit).toList());
        settle(challenge, found);
        return Reply.of(Outcome.ACCEPTED, challenge, Duration.ZERO).typed(found);
    }

    private boolean isFirst(Challenge challenge, Granted guess) {
        if (ports.guesses().redeem(challenge, guess)) {
            return true;
        }
        Challenge now = withDebtsOfOthers(challenge);
        return !now.owed().equals(challenge.owed()) && ports.guesses().redeem(now, guess);
    }

    /** Else a code that its reader needs no more arrives minutes after the login, and looks like somebody else's. */
    private void settle(Challenge challenge, SentCode found) {
        List<SentCode> onTheirWay = challenge.codes().stream()
                .filter(code -> !code.equals(found) && !code.isExpired(clock.instant()))
                .filter(code -> !code.sending().isEmpty())
                .filter(code -> ports.sendings()
                        .find(code.sending())
                        .map(Sending::isOnItsWay)
                        .orElse(true))
                .toList();
        if (!onTheirWay.isEmpty()) {
            ports.channel().settle(challenge.binding(), onTheirWay);
        }
    }

    /** Who has the code has not guessed it: neither try nor guess is charged, so that a new code can still be asked for. */
    private Reply tooLate(Outcome outcome, Challenge challenge, SentCode found, Granted guess) {
        ports.guesses().forgive(challenge, guess);
        Challenge untried = challenges.save(untried(challenge, guess));
        return challenges.reply(outcome, untried).typed(found);
    }
}
