package io.github.emailotp.otp;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Port: remembers the challenge of one authentication session and purpose. */
public interface ChallengeStore {

    /**
     * The challenge that was saved last.
     *
     * @return empty if there is none, or if what is stored cannot be read: a corrupt challenge is no challenge
     */
    Optional<Challenge> load(Purpose purpose);

    /** Remembers this challenge in place of any earlier one of its purpose; what it is owed is remembered apart. */
    void save(Challenge challenge);

    /**
     * A comparison was perhaps claimed under this mark: from now on, the challenge is loaded with it. A request that saves the challenge at the
     * same time does not overwrite it. Where there are too many already, the oldest stay: they were made before the claims failed, if any were.
     */
    void owe(Challenge challenge, String mark);

    /** Forgets some of these marks. */
    void settle(Challenge challenge, Collection<String> marks);

    /**
     * The setback that was noted last. It is kept apart from the challenge: who is refused a mail must not overwrite the
     * challenge of a request that was granted one at the same time.
     */
    Optional<Setback> setback(Purpose purpose);

    /** Notes this setback in place of any earlier one of its purpose. */
    void note(Purpose purpose, Setback setback);

    /**
     * Claims on mails that were perhaps made, and led to none, each as {@link ClaimsUnavailableException#owed} names them. Apart from the challenge, as setbacks are: there may be
     * none yet, and that a mail was claimed must not look as if one was sent.
     */
    List<String> owed(Purpose purpose);

    /** Adds one, as for a comparison. */
    void owe(Purpose purpose, String claims);

    /** Forgets some. */
    void settle(Purpose purpose, Collection<String> claims);

    /** Forgets all of this purpose. */
    void clear(Purpose purpose);
}
