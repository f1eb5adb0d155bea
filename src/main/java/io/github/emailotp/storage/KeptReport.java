package io.github.emailotp.storage;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A report as the cluster keeps it.
 *
 * @param making who makes it, or has made it; empty if nobody
 */
record KeptReport(Report report, Optional<Making> making) {

    KeptReport {
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(making, "making");
    }

    KeptReport madeBy(String mark, String told, Instant until) {
        return new KeptReport(report, Optional.of(new Making(mark, told, until)));
    }

    KeptReport open() {
        return new KeptReport(report, Optional.empty());
    }

    boolean isMadeBy(String mark) {
        return making.filter(one -> one.mark().equals(mark)).isPresent();
    }

    /** What whoever makes it is told; empty if it can be made. */
    Optional<String> told(Instant now) {
        return making.filter(one -> now.isBefore(one.until())).map(Making::told);
    }

    /**
     * One request's.
     *
     * @param mark the request's
     * @param told what it tells
     * @param until when the report can be made again, if the request is never heard of any more
     */
    record Making(String mark, String told, Instant until) {

        Making {
            Objects.requireNonNull(mark, "mark");
            Objects.requireNonNull(told, "told");
            Objects.requireNonNull(until, "until");
        }
    }
}
