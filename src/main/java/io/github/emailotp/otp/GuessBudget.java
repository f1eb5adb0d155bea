package io.github.emailotp.otp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Port: how many answers are compared, in one challenge and for one account over all of its challenges, sessions and networks.
 * A comparison is claimed before it is made, atomically across the cluster, so that parallel answers get exactly as many as
 * there are.
 *
 * <p>All methods throw {@link ClaimsUnavailableException} if the claims cannot be reached. Then it is not known whether the
 * claim was made: a challenge that owes the mark ({@link Challenge#owed}) gets what was claimed under it, once.
 */
public interface GuessBudget {

    /** Why no answer would be looked at now; empty if one would. Claims nothing. */
    Optional<Refused> refusal(Binding binding, GuessLimits limits);

    /**
     * Which of the claims that a challenge is {@linkplain Challenge#owed owed} were certainly not made. Where nothing at all is
     * known of the account, none is: that may be the cache's fault.
     */
    List<String> unmade(Challenge challenge);

    /**
     * Claims one comparison: a try of the challenge and a guess of the account, both or none. Unless it is forgiven, it counts as
     * a failure until the challenge is redeemed.
     *
     * @param mark names the claim; no two are alike
     */
    Claim claim(Challenge challenge, String mark, OtpPolicy policy);

    /** The claimed comparison found a wrong answer. */
    void failed(Binding binding, Granted claim, GuessLimits limits);

    /** Gives the claimed comparison back: the answer was a right one that came too late. */
    void forgive(Challenge challenge, Granted claim);

    /**
     * Claims the one success of a challenge, and forgets all failures of the account with it. For who comes too late, the
     * guess is forgiven.
     *
     * @return true for exactly one caller, however many ask at the same time
     */
    boolean redeem(Challenge challenge, Granted claim);

    /** The answer to a claim on a comparison. */
    sealed interface Claim {}

    /**
     * The answer may be compared.
     *
     * @param failures the number of failures in a row, from 1, should this one be a failure too
     * @param triesLeft how many tries the challenge has left after this one
     * @param mark the name of the claim
     */
    record Granted(int failures, int triesLeft, String mark) implements Claim {}

    /** The challenge has no tries left: the answer must not be looked at. */
    record Spent() implements Claim {}

    /** The answer must not be looked at. */
    sealed interface Refused extends Claim {}

    /**
     * There have been too many failures.
     *
     * @param time how long until the next answer is looked at
     */
    record Waiting(Duration time) implements Refused {}

    /** There have been so many failures that an administrator must look into it. */
    record Disabled() implements Refused {}
}
