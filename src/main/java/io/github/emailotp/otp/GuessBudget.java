package io.github.emailotp.otp;

/**
 * Port: how many answers are compared. A try is claimed before the comparison, atomically across the cluster, so that
 * parallel answers get exactly as many comparisons as there are tries.
 */
public interface GuessBudget {

    /**
     * Claims one comparison.
     *
     * @param tries how many the challenge has in all
     */
    Claim claim(Challenge challenge, int tries);

    /**
     * Claims the one success of a challenge.
     *
     * @return true for exactly one caller, however many ask at the same time
     */
    boolean redeem(Challenge challenge);

    /** The answer to a claim on a comparison. */
    sealed interface Claim {

        /**
         * The answer may be compared.
         *
         * @param triesLeft how many more after this one
         */
        record Granted(int triesLeft) implements Claim {}

        /** All tries of the challenge are used: the answer must not be looked at. */
        record Exhausted() implements Claim {}
    }
}
