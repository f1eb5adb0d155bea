/**
 * What a one-time code is and what may happen to it, without Keycloak: time is a {@link java.time.Clock}, chance a
 * {@link java.util.random.RandomGenerator}, and everything outside is a port ({@link ChallengeStore},
 * {@link CodeChannel}, {@link SendQuota}, {@link GuessBudget}, {@link SealingKeys}).
 */
package io.github.emailotp.otp;
