package io.github.emailotp.otp;

import java.util.OptionalInt;

/**
 * Port: how many answers are compared in one challenge. A try is claimed before the comparison, atomically across the
 * cluster, so that parallel answers get exactly as many comparisons as there are tries.
 *
 * <p>All methods throw {@link ClaimsUnavailableException} if the claims cannot be reached.
 */
public interface ChallengeTries {

    /**
     * Claims one comparison.
     *
     * @param tries how many the challenge has in all
     * @return how many are left after this one; empty if all are used, and the answer must not be looked at
     */
    OptionalInt claim(Challenge challenge, int tries);

    /** Gives a claimed try back: nothing was compared. */
    void giveBack(Challenge challenge, int triesLeft, int tries);

    /**
     * Claims the one success of a challenge.
     *
     * @return true for exactly one caller, however many ask at the same time
     */
    boolean redeem(Challenge challenge);
}
