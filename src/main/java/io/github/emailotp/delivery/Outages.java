package io.github.emailotp.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Which realms' mail servers are in trouble, as far as a node knows: the log says it once when it begins, and once when it is over, which
 * is when mails are handed over and none has failed for a while; where none was tried since, the next failure tells. What happens to one
 * mail only is no outage, nor is a limit on mails in a time. Thread-safe.
 */
final class Outages {

    /** Those of this node. */
    static final Outages OF_THIS_NODE = new Outages();

    private static final Logger LOG = Logger.getLogger(Outages.class);

    private final Newest<Outage> outages = new Newest<>();

    /** An outage that is over sooner may be one that comes and goes. */
    private static final Duration CALM = Duration.ofMinutes(1);

    /**
     * What is known of one.
     *
     * @param last when the last attempt failed
     * @param served when the first mail after that was handed over, if one was
     */
    private record Outage(Instant since, int failures, Instant last, Optional<Instant> served) {

        Outage failed(Instant now) {
            return new Outage(since, failures + 1, now, Optional.empty());
        }

        Outage served(Instant now) {
            return new Outage(since, failures, last, Optional.of(served.orElse(now)));
        }

        boolean isOver(Instant now) {
            return !now.isBefore(last.plus(CALM));
        }

        /** Whether one that fails now is of another: mails were handed over, and none failed, for as long. */
        boolean wasOver(Instant now) {
            return served.filter(first -> !now.isBefore(first.plus(CALM))).isPresent();
        }
    }

    /**
     * An attempt has failed as those of other mails would, and will be made again.
     *
     * @param reason a clause that names no address
     */
    void failed(Owner owner, String reason, Instant now) {
        // No mail came since that would have told.
        endOfOneThatIsOver(owner.realm(), now).ifPresent(outage -> logEnd(owner, outage, now));
        if (count(owner.realm(), now) == 1) {
            LOG.warnf(
                    "Codes of the realm %s (mail server %s) cannot be mailed now, and will be tried again: %s",
                    owner.realm(), owner.server(), reason);
        }
    }

    private synchronized int count(String realm, Instant now) {
        Outage before = outages.get(realm);
        Outage outage = before == null ? new Outage(now, 1, now, Optional.empty()) : before.failed(now);
        outages.write(realm, outage);
        return outage.failures();
    }

    /** A mail was handed over: the outage is over if none has failed lately. */
    void over(Owner owner, Instant now) {
        end(owner.realm(), now).ifPresent(outage -> logEnd(owner, outage, now));
    }

    private static void logEnd(Owner owner, Outage outage, Instant now) {
        LOG.warnf(
                "Codes of the realm %s (mail server %s) are mailed again: for %d s, %d attempts had failed",
                owner.realm(),
                owner.server(),
                Duration.between(outage.since(), outage.served().orElse(now)).toSeconds(),
                outage.failures());
    }

    private synchronized Optional<Outage> endOfOneThatIsOver(String realm, Instant now) {
        Optional<Outage> over = Optional.ofNullable(outages.get(realm)).filter(known -> known.wasOver(now));
        over.ifPresent(known -> outages.remove(realm));
        return over;
    }

    private synchronized Optional<Outage> end(String realm, Instant now) {
        Optional<Outage> outage = Optional.ofNullable(outages.get(realm)).map(known -> known.served(now));
        boolean over = outage.filter(known -> known.isOver(now)).isPresent();
        if (over) {
            outages.remove(realm);
        } else {
            outage.ifPresent(known -> outages.write(realm, known));
        }
        return over ? outage : Optional.empty();
    }
}
