package io.github.emailotp.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Which realms' mail servers are in trouble, as far as a node knows: the log says it once when it begins, and once when it is over. What
 * happens to one mail only is no outage. Thread-safe.
 */
final class Outages {

    /** Those of this node. */
    static final Outages OF_THIS_NODE = new Outages();

    private static final Logger LOG = Logger.getLogger(Outages.class);

    private final Newest<Outage> outages = new Newest<>();

    private record Outage(Instant since, int failures) {}

    /**
     * An attempt has failed as those of other mails would, and will be made again.
     *
     * @param reason a clause that names no address
     */
    void failed(String realm, String reason, Instant now) {
        if (count(realm, now) == 1) {
            LOG.warnf("Codes of the realm %s cannot be mailed now, and will be tried again: %s", realm, reason);
        }
    }

    private synchronized int count(String realm, Instant now) {
        Outage before = outages.get(realm);
        Outage outage = before == null ? new Outage(now, 1) : new Outage(before.since(), before.failures() + 1);
        outages.write(realm, outage);
        return outage.failures();
    }

    /** A mail was handed over. */
    void over(String realm, Instant now) {
        end(realm)
                .ifPresent(outage -> LOG.warnf(
                        "Codes of the realm %s are mailed again: for %d s, %d attempts had failed",
                        realm, Duration.between(outage.since(), now).toSeconds(), outage.failures()));
    }

    private synchronized Optional<Outage> end(String realm) {
        return Optional.ofNullable(outages.remove(realm));
    }
}
