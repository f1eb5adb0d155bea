package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Keycloak distribution with the packaged extension, running as a process of its own.
 *
 * <p>Its database is a file in its home folder and is kept, so that the next start is quick. It listens on the loopback
 * interface only; the administrator is {@code admin} with the password {@code admin}. It ends with {@link #stop()} or with
 * this JVM, whichever comes first.
 */
public final class KeycloakServer implements Keycloak, AutoCloseable {

    private static final String ADMIN = "admin";
    private static final String EXTENSION = "keycloak-email-otp.jar";
    private static final Duration START_WITHIN = Duration.ofMinutes(6);
    private static final Duration EMPTY_WITHIN = Duration.ofSeconds(90);
    private static final Pattern EMPTY_OUTBOX =
            Pattern.compile("(?m)^keycloak_email_otp_outbox_mails(\\{[^}]*})? 0\\.0$");
    private static final Duration POLL = Duration.ofMillis(200);

    private final ServerSetup setup;
    private final StartScript script;
    private final String managementPort;
    private final AdminApi admin;
    private volatile ServerProcess process;
    private volatile boolean stopping;

    private KeycloakServer(ServerSetup setup, Distribution distribution) throws IOException {
        this.setup = setup;
        this.managementPort = setup.options().getOrDefault("http-management-port", Integer.toString(FreePort.any()));
        this.script = new StartScript(setup, distribution.script());
        this.process = launch();
        this.admin = new AdminApi(url(), ADMIN, ADMIN);
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @throws IllegalStateException if it ends or does not get ready in time; the message has the end of its log
     */
    public static KeycloakServer start(ServerSetup setup) {
        try {
            return SharedHome.start(setup, () -> startAtHome(setup));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeycloakServer startAtHome(ServerSetup setup) throws IOException {
        var distribution = Distribution.unpacked(setup.zip(), setup.home());
        if (setup.mode() != RunMode.BUILT) {
            provide(setup, distribution);
        }
        Files.deleteIfExists(setup.log());
        var server = new KeycloakServer(setup, distribution);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop-keycloak"));
        server.awaitReady();
        return server;
    }

    private static void provide(ServerSetup setup, Distribution distribution) throws IOException {
        distribution.provide(setup.jar(), EXTENSION);
        for (Path provider : setup.providers()) {
            distribution.provide(provider, provider.getFileName().toString());
        }
    }

    @Override
    public String url() {
        return "http://localhost:" + setup.port();
    }

    /** Where its management interface is: host and port. */
    public String managementAddress() {
        return "localhost:" + managementPort;
    }

    /** What the server measures, as Prometheus reads it; it must have been started with {@code metrics-enabled}. */
    public String metrics() {
        try (InputStream in =
                URI.create("http://" + managementAddress() + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void awaitEmptyOutbox() {
        long deadline = System.nanoTime() + EMPTY_WITHIN.toNanos();
        try {
            while (!EMPTY_OUTBOX.matcher(metrics()).find()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("mails are left in the outbox of " + url());
                }
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String version() {
        return setup.version();
    }

    /** All that this server has printed since it was first started. */
    public Path logFile() {
        return setup.log();
    }

    @Override
    public List<KeycloakServer> servers() {
        return List.of(this);
    }

    @Override
    public List<Path> logFiles() {
        return List.of(logFile());
    }

    /** The folder of themes. */
    public Path themes() {
        return setup.home().resolve("themes");
    }

    /** The command line of its administrator, of the same version. */
    public Path kcadm() {
        return setup.home().resolve("bin").resolve("kcadm.sh");
    }

    /** What belongs to it in the list of the machine's processes. */
    public Stream<ProcessHandle> processes() {
        return process.family().stream();
    }

    @Override
    public AdminApi admin() {
        return admin;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the server; answers whether it ended without being told to by {@link #stop()}. */
    public boolean awaitUnexpectedEnd() throws InterruptedException {
        process.awaitEnd();
        return !stopping;
    }

    /** The last lines of the log, for messages. */
    public String lastLogLines() {
        return script.lastLogLines();
    }

    /** Nothing: no test ends the one server that all use. */
    @Override
    public void restore() {}

    @Override
    public void stop() {
        stopping = true;
        process.stop();
    }

    /** Ends the server at once, without letting it say goodbye to anybody. */
    void kill() {
        process.kill();
    }

    /** Starts the server again after its end, at the same address and with the same state; its log is continued. */
    void startAgain() {
        try {
            process = launch();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops the server, does this, and starts it again, as {@link #startAgain} does. */
    void whileStopped(Change change) {
        try {
            stop();
            change.make();
            stopping = false;
            startAgain();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done to a server that is stopped. */
    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    /** Stops the server, exports all realms, forgets everything, imports them, and starts again. */
    void exportAndImport() {
        Path exported = setup.home().resolve("export");
        whileStopped(() -> {
            script.run("export", "--dir", exported.toString());
            Distribution.delete(setup.home().resolve("data").resolve("h2"));
            script.run("import", "--dir", exported.toString());
            Distribution.delete(exported);
        });
    }

    /** Stops the server, lets its script run this command, and starts it again. */
    void runWhileStopped(String... command) {
        whileStopped(() -> script.run(command));
    }

    /** Stops the server, takes the extension away, and starts again; it builds itself anew. */
    void removeExtension() {
        whileStopped(() -> new Distribution(setup.home()).withdraw(EXTENSION));
    }

    /** Undoes {@link #removeExtension}. */
    void putExtensionBack() {
        whileStopped(() -> new Distribution(setup.home()).provide(setup.jar(), EXTENSION));
    }

    private ServerProcess launch() throws IOException {
        return script.start(Map.of(
                "bootstrap-admin-username",
                ADMIN,
                "bootstrap-admin-password",
                ADMIN,
                "http-host",
                "127.0.0.1",
                "http-port",
                Integer.toString(setup.port()),
                "http-management-port",
                managementPort));
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_WITHIN.toNanos();
        try {
            while (!answers()) {
                if (process.awaitEnd(POLL)) {
                    throw notReady("ended with exit code " + process.exitCode());
                }
                if (System.nanoTime() > deadline) {
                    throw notReady("is not ready after " + START_WITHIN.toMinutes() + " minutes");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Keycloak started", e);
        }
    }

    private boolean answers() {
        try {
            var probe = (HttpURLConnection)
                    URI.create(url() + "/realms/master").toURL().openConnection();
            probe.setReadTimeout((int) Duration.ofSeconds(10).toMillis());
            return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private IllegalStateException notReady(String what) {
        stop();
        return new IllegalStateException(
                "Keycloak %s %s. The end of %s:%n%s".formatted(version(), what, logFile(), lastLogLines()));
    }
}
