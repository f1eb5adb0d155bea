package io.github.emailotp.delivery;

/**
 * A job, and what is known of it between attempts.
 *
 * @param attempts how many there were
 * @param notBefore when the next may be, by the queue's clock
 * @param turn where it stands among those of its owner that could run; {@link #LAST} if behind all that are there
 * @param hasMetAPause whether the last one found out that the server takes nothing for a while, which it waits for in its turn
 */
record Entry(OutboxJob job, int attempts, long notBefore, long turn, boolean hasMetAPause) {

    static final long LAST = -1;

    Entry(OutboxJob job) {
        this(job, 0, Long.MIN_VALUE);
    }

    /** One that is the last, from then on. */
    Entry(OutboxJob job, int attempts, long notBefore) {
        this(job, attempts, notBefore, LAST, false);
    }

    Owner owner() {
        return job.owner();
    }

    Entry again(Retry.Cause cause, long at) {
        if (!cause.isUntried()) {
            return new Entry(job, attempts + 1, at);
        }
        // One that was refused itself may be the only one that is: behind it others find out.
        return cause == Retry.Cause.PAUSED
                ? new Entry(job, attempts, at, turn, true)
                : new Entry(job, attempts, Long.MIN_VALUE, cause == Retry.Cause.TOO_FAST ? LAST : turn, false);
    }

    /**
     * The same, whose pause is longer than it has time: it looks once more then, and finds out whether that goes on. It has no turn: by then
     * its owner's line may be another, which has given that turn to another mail.
     */
    Entry forALastLook(long at) {
        return new Entry(job, attempts, at);
    }

    /** The same, which need wait no longer. */
    Entry hurried() {
        return new Entry(job, attempts, Long.MIN_VALUE);
    }

    /** The same where it stands, or there if it is to be the last. */
    Entry inTurn(long next) {
        return turn == LAST ? new Entry(job, attempts, notBefore, next, hasMetAPause) : this;
    }

    boolean isReady(long now) {
        return notBefore == Long.MIN_VALUE || notBefore - now <= 0;
    }

    boolean isOfTheMatterOf(Entry other) {
        return job != other.job && job.matter().equals(other.job.matter());
    }
}
