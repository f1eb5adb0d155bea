package io.github.emailotp.delivery;

import io.github.emailotp.smtp.SmtpFailure.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Which realms' mail servers are in trouble, as far as a node knows: the log says it once when it begins, and once when it is over. What
 * happens to one mail only is no outage. It also remembers with what a realm's last mail failed, if that tells of others. Thread-safe.
 */
final class Outages {

    /** Those of this node. */
    static final Outages OF_THIS_NODE = new Outages();

    private static final Logger LOG = Logger.getLogger(Outages.class);

    /** A realm may be deleted while it is in trouble. */
    private static final int MOST = 1_000;

    /** The one that failed last is the last. */
    private final Map<String, Outage> outages = new LinkedHashMap<>();

    private final Map<String, Lesson> lessons = new LinkedHashMap<>();

    private record Outage(Instant since, int failures) {}

    private record Lesson(Scope scope, Throwable failure) {}

    /** A mail has failed, and others may for the same reason, until one is handed over. */
    synchronized void learn(String realm, Scope scope, Throwable failure) {
        if (scope != Scope.THE_MAIL) {
            put(lessons, realm, new Lesson(scope, failure));
        }
    }

    /** With what a mail would fail whose content the server has not seen. */
    synchronized Optional<Throwable> contentFailure(String realm) {
        return Optional.ofNullable(lessons.get(realm))
                .filter(lesson -> lesson.scope() == Scope.THE_CONTENT)
                .map(Lesson::failure);
    }

    private static <T> void put(Map<String, T> map, String realm, T value) {
        map.remove(realm);
        map.put(realm, value);
        if (map.size() > MOST) {
            map.remove(map.keySet().iterator().next());
        }
    }

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
        put(outages, realm, outage);
        return outage.failures();
    }

    /** With what a mail would fail. */
    synchronized Optional<Throwable> failure(String realm) {
        return Optional.ofNullable(lessons.get(realm)).map(Lesson::failure);
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
        lessons.remove(realm);
        return outages.remove(realm);
    }
}
