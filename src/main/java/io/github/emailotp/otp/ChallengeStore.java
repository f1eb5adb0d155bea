package io.github.emailotp.otp;

import java.util.Optional;

/** Port: remembers the challenge of one authentication session and purpose. */
public interface ChallengeStore {

    /**
     * The challenge that was saved last.
     *
     * @return empty if there is none, or if what is stored cannot be read: a corrupt challenge is no challenge
     */
    Optional<Challenge> load(Purpose purpose);

    /** Remembers this challenge in place of any earlier one of its purpose. */
    void save(Challenge challenge);

    /** Forgets the challenge of this purpose, if there is one. */
    void clear(Purpose purpose);
}
