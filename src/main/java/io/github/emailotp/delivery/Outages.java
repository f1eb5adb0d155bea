package io.github.emailotp.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** A realm may be deleted while it is in trouble. */
    private static final int MOST = 1_000;

    /** The one that failed last is the last. */
    private final Map<String, Outage> outages = new LinkedHashMap<>();

    private record Outage(Instant since, int failures, Throwable last) {}

    /**
     * An attempt has failed as those of other mails would, and will be made again.
     *
     * @param reason a clause that names no address
     * @param thrown what it failed with
     */
    void failed(String realm, String reason, Throwable thrown, Instant now) {
        if (count(realm, thrown, now) == 1) {
            LOG.warnf("Codes of the realm %s cannot be mailed now, and will be tried again: %s", realm, reason);
        }
    }

    private synchronized int count(String realm, Throwable thrown, Instant now) {
        Outage before = outages.remove(realm);
        Outage outage =
                before == null ? new Outage(now, 1, thrown) : new Outage(before.since(), before.failures() + 1, thrown);
        outages.put(realm, outage);
        if (outages.size() > MOST) {
            outages.remove(outages.keySet().iterator().next());
        }
        return outage.failures();
    }

    /** With what the last attempt failed, while the outage lasts. */
    synchronized Optional<Throwable> failure(String realm) {
        return Optional.ofNullable(outages.get(realm)).map(Outage::last);
    }

    /** A mail was handed over. */
    void over(String realm, Instant now) {
        Outage outage = end(realm);
        if (outage != null) {
            LOG.warnf(
                    "Codes of the realm %s are mailed again: for %d s, %d attempts had failed",
                    realm, Duration.between(outage.since(), now).toSeconds(), outage.failures());
        }
    }

    private synchronized Outage end(String realm) {
        return outages.remove(realm);
    }
}
