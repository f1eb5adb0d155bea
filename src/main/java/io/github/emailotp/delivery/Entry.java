package io.github.emailotp.delivery;

/**
 * A job, and what is known of it between attempts.
 *
 * @param attempts how many there were
 * @param notBefore when the next may be, by the queue's clock
 * @param wasUntried whether the last one found no connection
 */
record Entry(OutboxJob job, int attempts, long notBefore, boolean wasUntried) {

    Entry(OutboxJob job) {
        this(job, 0, Long.MIN_VALUE, false);
    }

    Owner owner() {
        return job.owner();
    }

    Entry again(Retry.Cause cause, long at) {
        // One that was refused itself may be the only one that is: behind it others find out.
        return cause.isUntried()
                ? new Entry(job, attempts, Long.MIN_VALUE, cause == Retry.Cause.NO_CONNECTION)
                : new Entry(job, attempts + 1, at, false);
    }

    /** The same, which need wait no longer. */
    Entry hurried() {
        return new Entry(job, attempts, Long.MIN_VALUE, false);
    }

    boolean isReady(long now) {
        return notBefore == Long.MIN_VALUE || notBefore - now <= 0;
    }

    boolean isOfTheMatterOf(Entry other) {
        return job != other.job && job.matter().equals(other.job.matter());
    }
}
