package io.github.emailotp.otp;

import java.time.Duration;
import java.util.Optional;

/**
 * Port: how many answers are compared for one account, over all of its challenges, sessions and networks. A comparison is
 * claimed before it is made, atomically across the cluster, so that parallel answers get exactly as many as there are.
 *
 * <p>All methods but {@link #succeeded} throw {@link ClaimsUnavailableException} if the claims cannot be reached.
 */
public interface GuessBudget {

    /** Why no answer would be looked at now; empty if one would. Claims nothing. */
    Optional<Refused> refusal(Binding binding, GuessLimits limits);

    /**
     * Claims one comparison, where {@link #refusal} has none. Unless it is forgiven, it counts as a failure until {@link
     * #succeeded}.
     */
    Claim claim(Binding binding, GuessLimits limits);

    /** The claimed comparison found a wrong answer. */
    void failed(Binding binding, Granted claim, GuessLimits limits);

    /** Gives the claimed comparison back: the answer was a right one that came too late. */
    void forgive(Binding binding, Granted claim, GuessLimits limits);

    /** Forgets all failures. A problem with the claims is not the person's: it is logged, and the login goes on. */
    void succeeded(Binding binding, Granted claim);

    /** The answer to a claim on a comparison. */
    sealed interface Claim {}

    /**
     * The answer may be compared.
     *
     * @param failures the number of failures in a row, from 1, should this one be a failure too
     */
    record Granted(int failures) implements Claim {}

    /** The answer must not be looked at. */
    sealed interface Refused extends Claim {}

    /**
     * There have been too many failures.
     *
     * @param time how long until the next answer is looked at, at most
     */
    record Waiting(Duration time) implements Refused {}

    /** There have been so many failures that an administrator must look into it. */
    record Disabled() implements Refused {}
}
