package io.github.emailotp.delivery;

import io.github.emailotp.smtp.Hope;
import java.time.Instant;
import java.util.Optional;

/** Something that an outbox does in the background, until it is done or too late. */
interface OutboxJob {

    /** A reason to be abandoned: the server stops in the middle of an attempt. */
    String SERVER_STOPPED = "server_stopped";

    /** A reason to be abandoned: an attempt broke off for none that the job knows. */
    String INTERNAL = "internal";

    /** Whose job it is; jobs of different owners take turns. */
    Owner owner();

    /** What it is about: of the jobs of one matter only the newest is of use. */
    String matter();

    /** The first instant at which it is no use any more. */
    Instant expiresAt();

    /**
     * Tries once. It handles its own failures.
     *
     * @param attempt the number of this attempt, from 1
     * @return how to go on; empty if the job is done
     */
    Optional<Retry> attempt(int attempt);

    /** What tells whether another attempt would find a connection now, where the last one has found none; empty if only another one does. */
    default Optional<Hope> hope() {
        return Optional.empty();
    }

    /** Why the job was done with its last attempt, where that was the last; empty if it has succeeded. */
    default Optional<Retry.Cause> end() {
        return Optional.empty();
    }

    /** There will be no more attempts: it is too late, or the server stops. */
    void giveUp();

    /** There will be no more attempts, because a newer job of the same matter has come. */
    void supersede();

    /** There will be no more attempts, because nobody needs it any more. */
    void settle();

    /**
     * The end of an attempt will not be known. What the attempt comes to later is not heard.
     *
     * @param reason {@link #SERVER_STOPPED} or {@link #INTERNAL}
     */
    void abandon(String reason);
}
