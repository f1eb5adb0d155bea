package io.github.emailotp.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Which realms' mail servers are in trouble, as far as a node knows: the log says it once when it begins, and once when it is over. Thread-safe. */
final class Outages {

    /** Those of this node. */
    static final Outages OF_THIS_NODE = new Outages();

    private static final Logger LOG = Logger.getLogger(Outages.class);

    private final Map<String, Outage> outages = new ConcurrentHashMap<>();

    private record Outage(Instant since, int failures, Throwable last) {}

    /**
     * An attempt has failed, and will be made again.
     *
     * @param reason a clause that names no address
     * @param thrown what it failed with
     */
    void failed(String realm, String reason, Throwable thrown, Instant now) {
        Outage outage = outages.merge(
                realm,
                new Outage(now, 1, thrown),
                (before, one) -> new Outage(before.since(), before.failures() + 1, thrown));
        if (outage.failures() == 1) {
            LOG.warnf("Codes of the realm %s cannot be mailed now, and will be tried again: %s", realm, reason);
        }
    }

    /** With what the last attempt failed, while the outage lasts. */
    Optional<Throwable> failure(String realm) {
        return Optional.ofNullable(outages.get(realm)).map(Outage::last);
    }

    /** A mail was handed over. */
    void over(String realm, Instant now) {
        Outage outage = outages.remove(realm);
        if (outage != null) {
            LOG.warnf(
                    "Codes of the realm %s are mailed again: for %d s, %d attempts had failed",
                    realm, Duration.between(outage.since(), now).toSeconds(), outage.failures());
        }
    }
}
