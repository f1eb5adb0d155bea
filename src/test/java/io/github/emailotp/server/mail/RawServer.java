package io.github.emailotp.server.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;

/**
 * An SMTP server of bare sockets that answers each command as a test says: with any text, byte by byte, late, or never. What is
 * not said is answered as a server does that takes everything. It delivers nothing. Safe for use by several threads.
 */
public final class RawServer implements AutoCloseable {

    /** The moment before the client has said anything. */
    public static final String GREETING = "GREETING";

    /** The moment when the whole content is there. */
    public static final String END = ".";

    private final ServerSocket listener;
    private final Optional<SSLSocketFactory> tls;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> offers = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final List<String> recipients = new CopyOnWriteArrayList<>();
    private final List<String> contents = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What is answered to a command. */
    @FunctionalInterface
    public interface Answer {

        /** The whole reply without its last line break; empty for none at all. */
        String to(Connection connection, String line) throws IOException;
    }

    /** A server on a free loopback port, running at once. */
    public RawServer() {
        this(InetAddress.getLoopbackAddress());
    }

    /** A server on a free port of this address. */
    public RawServer(InetAddress address) {
        this(address, Optional.empty());
    }

    private RawServer(InetAddress address, Optional<SSLSocketFactory> tls) {
        this.tls = tls;
        try {
            listener = new ServerSocket(0, 100, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    /** A server with TLS from the first byte. */
    public static RawServer tls(ServerCertificate certificate) {
        return new RawServer(
                InetAddress.getLoopbackAddress(), Optional.of(certificate.tls().getSocketFactory()));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What a realm's {@code smtpServer} must hold to send through this server. */
    public Map<String, String> settings() {
        return Map.of("host", "localhost", "port", Integer.toString(port()), "from", "login@example.test");
    }

    /** The same settings and more, keys and values in turns. */
    public Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(settings());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    /** What it offers in the answer to EHLO from now on. */
    public RawServer offering(String... extensions) {
        offers.clear();
        offers.addAll(List.of(extensions));
        return this;
    }

    /** From now on it answers so to this command, {@link #GREETING} or {@link #END}. */
    public RawServer on(String command, Answer answer) {
        answers.put(command, answer);
        return this;
    }

    /** From now on it answers so to this command. */
    public RawServer on(String command, String reply) {
        return on(command, (connection, line) -> reply);
    }

    /** From now on it answers as before. */
    public RawServer onAsUsual(String command) {
        answers.remove(command);
        return this;
    }

    /** Says nothing until the server is closed. */
    public Answer silence() {
        return (connection, line) -> {
            await(closing);
            return "";
        };
    }

    /** The same reply, one byte after each pause. */
    public static Answer drip(String reply, Duration pause) {
        return (connection, line) -> {
            for (byte each : (reply + "\r\n").getBytes(StandardCharsets.UTF_8)) {
                pause(pause);
                connection.write(new byte[] {each});
            }
            return "";
        };
    }

    /** Ends the connection without a word. */
    public static Answer hangUp() {
        return (connection, line) -> {
            connection.end();
            return "";
        };
    }

    /** The usual answers to the first ones, this to all others of a connection. */
    public static Answer after(int times, String command, String reply) {
        return (connection, line) -> connection.times(command) <= times ? usual(command) : reply;
    }

    /** The recipients of all mails that were taken whole, oldest first. */
    public List<String> recipients() {
        return List.copyOf(recipients);
    }

    /** The contents of all mails that came whole, read as UTF-8, oldest first. */
    public List<String> contents() {
        return List.copyOf(contents);
    }

    /** Of all connections there were, the oldest first. */
    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** How many are open now. */
    public int open() {
        return open.size();
    }

    /** How many were open at the same time at most. */
    public int mostOpen() {
        return mostOpen.get();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Connection::end);
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket plain = listener.accept();
            Connection connection = new Connection(plain, tls.isPresent() ? encrypted(plain) : plain);
            connections.add(connection);
            open.add(connection);
            mostOpen.accumulateAndGet(open.size(), Math::max);
            inBackground(() -> {
                try (connection.socket) {
                    connection.converse();
                } finally {
                    open.remove(connection);
                }
            });
        }
    }

    private Socket encrypted(Socket plain) throws IOException {
        return tls.orElseThrow().createSocket(plain, InputStream.nullInputStream(), true);
    }

    private static String usual(String command) {
        return switch (command) {
            case GREETING -> "220 localhost";
            case "AUTH" -> "235 you are known";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 goodbye";
            case "STARTTLS" -> "454 not here";
            default -> "250 yes";
        };
    }

    private String ehlo() {
        List<String> lines = new ArrayList<>(List.of("localhost"));
        lines.addAll(offers);
        String last = lines.remove(lines.size() - 1);
        StringBuilder reply = new StringBuilder();
        lines.forEach(line -> reply.append("250-").append(line).append("\r\n"));
        return reply + "250 " + last;
    }

    /** One connection. */
    public final class Connection {

        private final Socket plain;
        private final Socket socket;
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final Map<String, Integer> times = new ConcurrentHashMap<>();
        private String recipient = "";

        Connection(Socket plain, Socket socket) {
            this.plain = plain;
            this.socket = socket;
        }

        /** All that the client has said, line by line, without contents of mails. */
        public List<String> heard() {
            return List.copyOf(heard);
        }

        /** How often the client has said this. */
        public int times(String command) {
            return times.getOrDefault(command, 0);
        }

        /** Ends it. */
        public void end() {
            try {
                plain.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The head of a TLS record that is longer than any may be (RFC 8446 §5.1). */
        public void breakTls() throws IOException {
            plain.getOutputStream().write(new byte[] {0x17, 0x03, 0x03, (byte) 0xff, (byte) 0xff});
        }

        /** Says this line without TLS, and goes on. */
        public void writeInPlain(String line) throws IOException {
            plain.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        /** Says these, and goes on. */
        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        private void converse() throws IOException {
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            answer(GREETING, "");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                heard.add(line);
                String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                if (command.equals("QUIT")) {
                    // Before the client knows: it may come again at once.
                    open.remove(this);
                }
                String said = answer(command, line);
                if (command.equals("RCPT")) {
                    recipient = line.replaceFirst(".*<(.*)>.*", "$1");
                }
                if (command.equals("DATA") && said.startsWith("354")) {
                    take(reader);
                }
                if (command.equals("QUIT")) {
                    return;
                }
            }
        }

        private void take(BufferedReader reader) throws IOException {
            StringBuilder content = new StringBuilder();
            for (String line = reader.readLine(); !END.equals(line); line = reader.readLine()) {
                if (line == null) {
                    return;
                }
                content.append(line).append('\n');
            }
            contents.add(content.toString());
            String reply = reply(END, END);
            if (reply.startsWith("2")) {
                recipients.add(recipient);
            }
            say(reply);
        }

        private String answer(String command, String line) throws IOException {
            String reply = reply(command, line);
            say(reply);
            return reply;
        }

        private String reply(String command, String line) throws IOException {
            times.merge(command, 1, Integer::sum);
            Answer answer = answers.get(command);
            return answer != null ? answer.to(this, line) : command.equals("EHLO") ? ehlo() : usual(command);
        }

        private void say(String reply) throws IOException {
            if (!reply.isEmpty()) {
                OutputStream out = socket.getOutputStream();
                out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the latch. */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | UncheckedIOException ended) {
                // The connection, or the server, is over.
            }
        });
        thread.setName("raw-server");
        thread.setDaemon(true);
        thread.start();
    }
}
