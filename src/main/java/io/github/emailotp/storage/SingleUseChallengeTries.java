package io.github.emailotp.storage;

import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ChallengeTries;
import java.time.Duration;
import java.util.OptionalInt;

/** Tries as claims: a challenge with five tries has five slots, and each slot is taken once. */
public final class SingleUseChallengeTries implements ChallengeTries {

    /** A claim outlives the challenge it belongs to. */
    private static final Duration LIFESPAN = Challenge.MAX_AGE.plusSeconds(1);

    private final Claims claims;

    public SingleUseChallengeTries(Claims claims) {
        this.claims = claims;
    }

    @Override
    public OptionalInt claim(Challenge challenge, int tries) {
        for (int used = 0; used < tries; used++) {
            if (claims.take(slot(challenge, used), LIFESPAN)) {
                return OptionalInt.of(tries - used - 1);
            }
        }
        return OptionalInt.empty();
    }

    @Override
    public void giveBack(Challenge challenge, int triesLeft, int tries) {
        claims.giveBack(slot(challenge, tries - triesLeft - 1));
    }

    @Override
    public boolean redeem(Challenge challenge) {
        return claims.take(HashedName.of("redeemed", challenge.id()), LIFESPAN);
    }

    private static String slot(Challenge challenge, int used) {
        return HashedName.of("try", challenge.id()) + "." + used;
    }
}
