package io.github.emailotp.smtp;

import io.github.emailotp.server.mail.PipeliningEhlo;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** An SMTP server that counts its connections and fails when and as it is told to. Safe for use by several threads. */
final class SmtpTestServer implements AutoCloseable {

    /** When a fault strikes. */
    enum Moment {
        MAIL,
        RCPT,
        /** The whole mail is there, no reply was sent. */
        END
    }

    /** What happens instead of the next step. */
    @FunctionalInterface
    interface Fault {
        void strike(Session session) throws RejectException, IOException;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<Moment, Queue<Fault>> faults = new EnumMap<>(Moment.class);
    private final Map<Moment, AtomicInteger> times = new EnumMap<>(Moment.class);
    private final List<String> recipients = new CopyOnWriteArrayList<>();
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final SMTPServer server;

    SmtpTestServer() {
        this(builder -> builder);
    }

    /** A server with more properties. */
    SmtpTestServer(UnaryOperator<SMTPServer.Builder> more) {
        for (Moment moment : Moment.values()) {
            faults.put(moment, new ConcurrentLinkedQueue<>());
            times.put(moment, new AtomicInteger());
        }
        server = more.apply(new SMTPServer.Builder().sessionHandler(new Count()))
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .messageHandlerFactory(context -> new Transaction((Session) context))
                .build();
        server.start();
    }

    /** A server that takes several commands at once, and says so. */
    static SmtpTestServer pipelining() {
        var server = new SmtpTestServer();
        PipeliningEhlo.offerOn(server.server);
        return server;
    }

    /** The realm's SMTP settings for this server. */
    Map<String, String> settings() {
        return Map.of(
                "host", "localhost",
                "port", Integer.toString(server.getPortAllocated()),
                "from", "login@example.test");
    }

    /** The same settings but for one. */
    Map<String, String> settings(String key, String value) {
        var settings = new HashMap<>(settings());
        settings.put(key, value);
        return settings;
    }

    /** The next time it comes to this moment, this happens; after that everything is as before. */
    void once(Moment moment, Fault fault) {
        faults.get(moment).add(fault);
    }

    /** Closes the connection without a word. */
    static Fault hangUp() {
        return session -> {
            session.getSocket().close();
            throw new IOException("hung up");
        };
    }

    static Fault reply(int code) {
        return session -> {
            throw new RejectException(code, "<alice@example.test> is not welcome");
        };
    }

    /** Says nothing more until the server is closed. */
    Fault fallSilent() {
        return session -> until(closing);
    }

    /** Waits for the latch. */
    static Fault waitFor(CountDownLatch latch) {
        return session -> until(latch);
    }

    /** Closes all connections, as a server does that starts anew. */
    void hangUpAll() throws IOException {
        for (Session session : open) {
            session.getSocket().close();
        }
        await("no open connection", () -> open.isEmpty());
    }

    /** The recipients of the mails that were accepted or may count as such, in their order. */
    List<String> recipients() {
        return List.copyOf(recipients);
    }

    /** How many connections were made. */
    int opened() {
        return opened.get();
    }

    /** How many connections were open at the same time at most. */
    int mostOpen() {
        return mostOpen.get();
    }

    int times(Moment moment) {
        return times.get(moment).get();
    }

    void awaitOpen(int count) {
        await(count + " open connections", () -> open.size() == count);
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " expected within " + PATIENCE.toSeconds() + " s");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop();
    }

    private static void until(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Count implements SessionHandler {

        @Override
        public SessionAcceptance accept(Session session) {
            opened.incrementAndGet();
            open.add(session);
            mostOpen.accumulateAndGet(open.size(), Math::max);
            return SessionAcceptance.success();
        }

        @Override
        public void onSessionEnd(Session session) {
            open.remove(session);
        }
    }

    private final class Transaction implements MessageHandler {

        private final Session session;
        private final List<String> to = new ArrayList<>();

        Transaction(Session session) {
            this.session = session;
        }

        @Override
        public void from(String sender) throws RejectException {
            atUnchecked(Moment.MAIL);
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            atUnchecked(Moment.RCPT);
            to.add(recipient);
        }

        @Override
        public String data(InputStream content) throws RejectException, IOException {
            content.readAllBytes();
            recipients.addAll(to);
            at(Moment.END);
            return "Kept";
        }

        @Override
        public void done() {
            // Nothing is held that would have to be given back.
        }

        private void atUnchecked(Moment moment) throws RejectException {
            try {
                at(moment);
            } catch (IOException e) {
                throw new RejectException(421, e.getMessage());
            }
        }

        private void at(Moment moment) throws RejectException, IOException {
            times.get(moment).incrementAndGet();
            Fault fault = faults.get(moment).poll();
            if (fault != null) {
                fault.strike(session);
            }
        }
    }
}
