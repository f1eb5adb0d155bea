package io.github.emailotp.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Looks names up, with an end: a resolver may give no answer for minutes, and cannot be interrupted. Thread-safe. */
final class NameService {

    private static final Logger LOG = Logger.getLogger(NameService.class);

    /** More names than this are never looked up at the same time: an outbox has fewer threads, also for those that are slow. */
    private static final int MOST_THREADS = 128;

    /** A resolver that takes longer is late: a mail leaves with the last addresses just as well, and is not slow for it. */
    private static final Duration LATE = Duration.ofMillis(300);

    /** Answers as long as it takes. */
    @FunctionalInterface
    interface Resolver {

        /** The addresses of a host. */
        InetAddress[] addresses(String host) throws UnknownHostException;

        /** The name of this machine. */
        default String ownName() throws UnknownHostException {
            return InetAddress.getLocalHost().getCanonicalHostName();
        }
    }

    private final Resolver resolver;
    private final LastAddresses last;
    private final SharedWork<InetAddress[]> hosts;
    private final SharedWork<String> ownName;
    private volatile Optional<String> lastOwnName = Optional.empty();

    NameService(Resolver resolver) {
        this(resolver, System::nanoTime);
    }

    /**
     * A name service that knows nothing yet.
     *
     * @param nanoTime a clock that only goes on, as {@link System#nanoTime()}
     */
    NameService(Resolver resolver, LongSupplier nanoTime) {
        this.resolver = resolver;
        this.last = new LastAddresses(nanoTime);
        this.hosts = new SharedWork<>(SharedWork.fewThreads("email-otp-smtp-names", MOST_THREADS));
        this.ownName = new SharedWork<>(SharedWork.fewThreads("email-otp-smtp-own-name", 1));
    }

    /**
     * The addresses of a host. While the resolver is late, such as for many other hosts that are asked for, those that it gave last.
     *
     * @throws UnknownHostException if there is no such host, as far as the resolver knows
     * @throws SocketTimeoutException if it does not answer in time
     */
    InetAddress[] addresses(String host, Duration patience) throws IOException {
        if (AddressLiteral.is(host)) {
            return resolver.addresses(host);
        }
        Optional<List<InetAddress>> known = last.of(host);
        try {
            boolean isShort = known.isPresent() && LATE.compareTo(patience) < 0;
            return await(hosts, host, () -> lookUp(host), isShort ? LATE : patience)
                    .clone();
        } catch (SocketTimeoutException e) {
            LOG.debugf("The resolver is late for %s", host);
            return known.orElseThrow(() -> e).toArray(InetAddress[]::new);
        }
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.addresses(host);
        last.remember(host, List.of(addresses));
        return addresses;
    }

    /**
     * The name of this machine, as it was known last; it is asked for anew meanwhile.
     *
     * @param patience how long it is waited for as long as it was never known; then it is empty
     */
    Optional<String> ownName(Duration patience) {
        try {
            await(ownName, "", this::learnOwnName, lastOwnName.isPresent() ? Duration.ZERO : patience);
        } catch (IOException e) {
            LOG.debug("This machine has no name just now", e);
        }
        return lastOwnName;
    }

    private String learnOwnName() throws UnknownHostException {
        String name = resolver.ownName();
        lastOwnName = Optional.of(name);
        return name;
    }

    private static <T> T await(SharedWork<T> work, String name, Callable<T> lookUp, Duration patience)
            throws IOException {
        try {
            return work.await(name, lookUp, patience);
        } catch (ExecutionException e) {
            throw ofTheResolver(e.getCause(), name);
        } catch (TimeoutException e) {
            throw because(e, new SocketTimeoutException("the resolver does not answer"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw because(e, new InterruptedIOException());
        }
    }

    private static UnknownHostException ofTheResolver(Throwable thrown, String name) {
        if (thrown instanceof RuntimeException broken) {
            throw broken;
        }
        if (thrown instanceof Error broken) {
            throw broken;
        }
        return because(thrown, new UnknownHostException(name));
    }

    private static <E extends IOException> E because(Throwable cause, E failure) {
        failure.initCause(cause);
        return failure;
    }
}
