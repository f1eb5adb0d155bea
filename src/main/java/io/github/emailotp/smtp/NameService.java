package io.github.emailotp.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Looks names up, with an end: a resolver may give no answer for minutes, and cannot be interrupted. Thread-safe. */
final class NameService {

    private static final Logger LOG = Logger.getLogger(NameService.class);

    /** More names than this are never looked up at the same time: an outbox has fewer threads, also for those that are slow. */
    private static final int MOST_THREADS = 128;

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
    private final SharedWork<InetAddress[]> hosts;
    private final SharedWork<String> ownName;
    private volatile Optional<String> lastOwnName = Optional.empty();

    NameService(Resolver resolver) {
        this.resolver = resolver;
        this.hosts = new SharedWork<>(SharedWork.fewThreads("email-otp-smtp-names", MOST_THREADS));
        this.ownName = new SharedWork<>(SharedWork.fewThreads("email-otp-smtp-own-name", 1));
    }

    /**
     * The addresses of a host.
     *
     * @throws UnknownHostException if there is no such host, as far as the resolver knows
     * @throws SocketTimeoutException if it does not answer in time
     */
    InetAddress[] addresses(String host, Duration patience) throws IOException {
        return AddressLiteral.is(host)
                ? resolver.addresses(host)
                : await(hosts, host, () -> resolver.addresses(host), patience).clone();
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
