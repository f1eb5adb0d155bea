package io.github.emailotp.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The last addresses of hosts, for an hour: a mail goes there while the resolver is late. Of the hosts that were asked for last. Thread-safe.
 */
final class LastAddresses {

    private static final int MOST_HOSTS = 1_000;
    private static final Duration LIFE = Duration.ofHours(1);

    private final LongSupplier nanoTime;
    private final Map<String, Known> known = new LinkedHashMap<>();

    private record Known(List<InetAddress> addresses, long since) {}

    /**
     * None yet.
     *
     * @param nanoTime a clock that only goes on, as {@link System#nanoTime()}
     */
    LastAddresses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The resolver has given these. */
    synchronized void remember(String host, List<InetAddress> addresses) {
        known.remove(host);
        known.put(host, new Known(addresses, nanoTime.getAsLong()));
        if (known.size() > MOST_HOSTS) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** Those that it gave last; empty if that is too long ago. */
    synchronized Optional<List<InetAddress>> of(String host) {
        return Optional.ofNullable(known.get(host))
                .filter(last -> nanoTime.getAsLong() - last.since() < LIFE.toNanos())
                .map(Known::addresses);
    }
}
