package io.github.emailotp.otp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Port: how many answers are judged, in one challenge and for one account over all of its challenges, sessions and networks.
 * What a comparison has found is entered before anything of it is told, atomically across the cluster, so that parallel answers get
 * exactly as many as there are.
 *
 * <p>All methods throw {@link ClaimsUnavailableException} if the claims cannot be reached. Then it is not known whether the
 * claim was made: a challenge that owes the mark ({@link Challenge#owed}) gets what was claimed under it, once.
 */
public interface GuessBudget {

    /** Why no answer would be judged now; empty if one would. Claims nothing. */
    Optional<Refused> refusal(Binding binding, GuessLimits limits);

    /**
     * Which of the claims that a challenge is {@linkplain Challenge#owed owed} were certainly not made. Where nothing at all is
     * known of the account, none is: that may be the cache's fault.
     */
    List<String> unmade(Challenge challenge);

    /**
     * Claims what follows from an answer, if one is judged now: all or nothing. A wrong one takes a try of the challenge and counts as a
     * failure of the account; a right one takes the one success of the challenge, and forgets all failures of the account; one that
     * came too late takes nothing.
     *
     * @param mark names the claim; no two are alike
     * @param comparison is made only if an answer is judged as far as is known, and once at most
     */
    Claim claim(Challenge challenge, String mark, Supplier<Finding> comparison, OtpPolicy policy);

    /** What a comparison has found. */
    enum Finding {
        WRONG,
        /** A code that is not good any more. */
        TOO_LATE,
        RIGHT
    }

    /** The answer to a claim. */
    sealed interface Claim {}

    /**
     * The answer was wrong.
     *
     * @param failures the number of failures in a row with this one, from 1
     * @param triesLeft how many tries the challenge has left
     */
    record Failed(int failures, int triesLeft) implements Claim {}

    /**
     * The answer came too late.
     *
     * @param triesLeft how many tries the challenge has left
     */
    record TooLate(int triesLeft) implements Claim {}

    /** The answer was right: one caller is told so, however many ask at the same time. */
    record Redeemed() implements Claim {}

    /** The answer was right, and another caller was first. */
    record AlreadyRedeemed() implements Claim {}

    /** The challenge has no tries left: the answer is not judged. */
    record Spent() implements Claim {}

    /** The answer is not judged. */
    sealed interface Refused extends Claim {}

    /**
     * There have been too many failures.
     *
     * @param time how long until the next answer is judged
     */
    record Waiting(Duration time) implements Refused {}

    /** There have been so many failures that an administrator must look into it. */
    record Disabled() implements Refused {}
}
