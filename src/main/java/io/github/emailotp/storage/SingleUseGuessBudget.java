package io.github.emailotp.storage;

import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.GuessBudget;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Claims tries in Keycloak's cluster cache for single-use objects, whose {@code putIfAbsent} is immediate and atomic
 * across nodes: a challenge with five tries has five slots, and each slot is taken once.
 */
public final class SingleUseGuessBudget implements GuessBudget {

    private static final String TRY_PREFIX = "email-otp.try.";
    private static final String REDEEMED_PREFIX = "email-otp.redeemed.";

    private final SingleUseObjectProvider objects;

    public SingleUseGuessBudget(SingleUseObjectProvider objects) {
        this.objects = objects;
    }

    @Override
    public Claim claim(Challenge challenge, int tries) {
        for (int used = 0; used < tries; used++) {
            if (take(TRY_PREFIX + challenge.id() + "." + used)) {
                return new Claim.Granted(tries - used - 1);
            }
        }
        return new Claim.Exhausted();
    }

    @Override
    public boolean redeem(Challenge challenge) {
        return take(REDEEMED_PREFIX + challenge.id());
    }

    /** The slot outlives the challenge it belongs to. */
    private boolean take(String slot) {
        return objects.putIfAbsent(slot, Challenge.MAX_AGE.toSeconds() + 1);
    }
}
