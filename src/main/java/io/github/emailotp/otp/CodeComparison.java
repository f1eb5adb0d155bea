package io.github.emailotp.otp;

import io.github.emailotp.otp.CodeVerification.Ports;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.GuessBudget.Refused;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Compares an answer with the codes of a challenge, if the claims allow it. Two things are claimed before the comparison,
 * a try of the challenge and a guess of the account, so that whoever posts in parallel, in as many sessions as they like,
 * gets no more comparisons than there are.
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

    Reply compare(Challenge challenge, Standing standing, Map<CodeFormat, OneTimeCode> typed) {
        // Asked first, so that answers inside a wait hold no tries, not even for a moment.
        Optional<Refused> refusal = ports.guesses().refusal(challenge.binding(), policy.guesses());
        if (refusal.isPresent()) {
            return challenges.refused(refusal.get(), challenge);
        }
        OptionalInt left = ports.tries().claim(challenge, policy.tries());
        if (left.isEmpty()) {
            return challenges.reply(Outcome.TOO_MANY_TRIES, challenges.save(challenge.withTriesLeft(0)));
        }
        boolean compared = false;
        try {
            GuessBudget.Claim claim = ports.guesses().claim(challenge.binding(), policy.guesses());
            if (claim instanceof Refused refused) {
                return challenges.refused(refused, challenge);
            }
            compared = true;
            Challenge tried = challenges.save(challenge.withTriesLeft(left.getAsInt()));
            return judge(tried, standing, typed, (Granted) claim);
        } finally {
            if (!compared) {
                // The answer was not looked at: it costs no try, and the code in it is as good as before.
                ports.tries().giveBack(challenge, left.getAsInt(), policy.tries());
            }
        }
    }

    private Reply judge(Challenge challenge, Standing standing, Map<CodeFormat, OneTimeCode> typed, Granted guess) {
        if (standing == Standing.BARRED) {
            // Charged like any other answer: an account that never has to wait would tell that it is locked.
            return wrong(challenge, guess).barred();
        }
        return challenge
                .find(typed, ports.keys())
                .filter(this::canHaveArrived)
                .map(found -> judge(challenge, found, guess))
                .orElseGet(() -> wrong(challenge, guess));
    }

    /** A mail that certainly did not arrive cost nothing, so its code must be worth nothing. */
    private boolean canHaveArrived(SentCode code) {
        return challenges.sending(code).filter(Sending::isFailed).isEmpty();
    }

    private Reply wrong(Challenge challenge, Granted guess) {
        ports.guesses().failed(challenge.binding(), guess, policy.guesses());
        Reply reply = challenges
                .reply(Outcome.WRONG, challenge)
                .answersIn(policy.guesses().waitAfter(guess.failures()));
        return guess.failures() < policy.guesses().untilDisabled() ? reply : reply.shownAs(Outcome.DISABLED);
    }

    private Reply judge(Challenge challenge, SentCode found, Granted guess) {
        if (found.isExpired(clock.instant())) {
            return tooLate(Outcome.EXPIRED, challenge, found, guess);
        }
        if (challenge.isReplaced(found, this::canHaveArrived)) {
            return tooLate(Outcome.REPLACED, challenge, found, guess);
        }
        if (!ports.tries().redeem(challenge)) {
            ports.guesses().forgive(challenge.binding(), guess, policy.guesses());
            return challenges
                    .reply(Outcome.ALREADY_USED, challenge.withTriesLeft(0))
                    .typed(found);
        }
        challenges.clear(challenge);
        ports.guesses().succeeded(challenge.binding(), guess);
        return challenges.reply(Outcome.ACCEPTED, challenge).typed(found);
    }

    /** Who has the code has not guessed it: neither try nor guess is charged, so that a new code can still be asked for. */
    private Reply tooLate(Outcome outcome, Challenge challenge, SentCode found, Granted guess) {
        ports.guesses().forgive(challenge.binding(), guess, policy.guesses());
        ports.tries().giveBack(challenge, challenge.triesLeft(), policy.tries());
        Challenge untried = challenges.save(challenge.withTriesLeft(challenge.triesLeft() + 1));
        return challenges.reply(outcome, untried).typed(found);
    }
}
