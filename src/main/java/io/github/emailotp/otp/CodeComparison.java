package io.github.emailotp.otp;

import io.github.emailotp.otp.CodeVerification.Ports;
import io.github.emailotp.otp.GuessBudget.AlreadyRedeemed;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Failed;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Redeemed;
import io.github.emailotp.otp.GuessBudget.Refused;
import io.github.emailotp.otp.GuessBudget.Spent;
import io.github.emailotp.otp.GuessBudget.TooLate;
import io.github.emailotp.otp.GuessBudget.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares an answer with the codes of a challenge, if the claims allow it. What is found is claimed before it is told, so that
 * whoever posts in parallel, in as many sessions as they like, is told no more often than there are guesses.
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
        Comparison comparison = new Comparison(challenge, standing, typed);
        Claim claim = claim(challenge, comparison);
        if (claim instanceof Refused refused) {
            return challenges.refused(refused, challenge);
        }
        if (claim instanceof Spent) {
            return over(Outcome.TOO_MANY_TRIES, withDebtsOfOthers(challenge));
        }
        if (claim instanceof Failed failed) {
            Reply reply = wrong(charged(challenge, failed.triesLeft()), failed);
            return standing == Standing.BARRED ? reply.barred() : reply;
        }
        SentCode found = comparison.found.orElseThrow();
        return right(claim, challenge, found, comparison.outcome).typed(found);
    }

    private Reply right(Claim claim, Challenge challenge, SentCode found, Outcome outcome) {
        if (claim instanceof TooLate late) {
            return challenges.reply(outcome, charged(challenge, late.triesLeft()));
        }
        return claim instanceof Redeemed ? accepted(challenge, found) : used(challenge);
    }

    private Reply used(Challenge challenge) {
        challenges.note(challenge, Setback.ofUse(clock.instant()));
        return over(Outcome.ALREADY_USED, challenges.settle(challenge, challenge.owed()));
    }

    /** Made when somebody asks what it finds, and once. */
    private final class Comparison implements Supplier<Finding> {

        private final Challenge challenge;
        private final Standing standing;
        private final Map<CodeFormat, OneTimeCode> typed;
        private Optional<SentCode> found = Optional.empty();
        private Outcome outcome;

        Comparison(Challenge challenge, Standing standing, Map<CodeFormat, OneTimeCode> typed) {
            this.challenge = challenge;
            this.standing = standing;
            this.typed = typed;
        }

        @Override
        public Finding get() {
            if (outcome == null) {
                outcome = compare();
            }
            return switch (outcome) {
                case WRONG -> Finding.WRONG;
                case ACCEPTED -> Finding.RIGHT;
                default -> Finding.TOO_LATE;
            };
        }

        private Outcome compare() {
            if (standing == Standing.BARRED) {
                // Charged like any other answer: an account that never has to wait would tell that it is locked.
                return Outcome.WRONG;
            }
            found = challenge.find(typed, ports.keys()).filter(this::canHaveArrived);
            return found.map(this::outcome).orElse(Outcome.WRONG);
        }

        private Outcome outcome(SentCode code) {
            if (code.isExpired(clock.instant())) {
                return Outcome.EXPIRED;
            }
            return challenge.isReplaced(code, this::canHaveArrived) ? Outcome.REPLACED : Outcome.ACCEPTED;
        }

        private boolean canHaveArrived(SentCode code) {
            return challenges.canHaveArrived(code, challenge);
        }
    }

    private Claim claim(Challenge challenge, Comparison comparison) {
        Claim claim = claimOnce(challenge, comparison);
        if (claim instanceof AlreadyRedeemed) {
            // Perhaps by another request of this login, which was not told.
            Challenge now = withDebtsOfOthers(challenge);
            return now.owed().equals(challenge.owed()) ? claim : claimOnce(now, comparison);
        }
        return claim;
    }

    /** Where this fails, nothing was told: what was perhaps claimed is still to be had. */
    private Claim claimOnce(Challenge challenge, Comparison comparison) {
        String mark = challenges.mark();
        try {
            return ports.guesses().claim(challenge, mark, comparison, policy);
        } catch (ClaimsUnavailableException e) {
            challenges.owe(challenges.save(challenge), mark);
            throw e;
        }
    }

    /** Other requests of the same login have perhaps claimed something meanwhile, and been told of nothing. */
    private Challenge withDebtsOfOthers(Challenge challenge) {
        return challenges
                .pending(challenge.binding())
                .filter(now -> now.id().equals(challenge.id()))
                .map(now -> challenge.owing(now.owed()))
                .orElse(challenge);
    }

    private Challenge charged(Challenge challenge, int triesLeft) {
        return challenges.save(withoutPaid(challenge).withTriesLeft(triesLeft));
    }

    /** What was owed and is had now is owed no more. */
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

    private Reply wrong(Challenge challenge, Failed failed) {
        Reply reply = challenges.reply(Outcome.WRONG, challenge).answersIn(answersIn(challenge, failed));
        return failed.failures() < policy.guesses().untilDisabled() ? reply : reply.shownAs(Outcome.DISABLED);
    }

    /** A failure that was claimed before, and is told only now, has begun its wait then. */
    private Duration answersIn(Challenge challenge, Failed failed) {
        Duration whole = policy.guesses().waitAfter(failed.failures());
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
            // The answer was judged all the same.
            return whole;
        }
    }

    private Reply over(Outcome outcome, Challenge challenge) {
        return challenges.reply(outcome, challenges.save(challenge.withTriesLeft(0)));
    }

    private Reply accepted(Challenge challenge, SentCode found) {
        challenges.clear(challenge);
        ports.quota().redeemed(challenge.codes().stream().map(SentCode::permit).toList());
        settle(challenge, found);
        return Reply.of(Outcome.ACCEPTED, challenge, Duration.ZERO).typed(found);
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
}
