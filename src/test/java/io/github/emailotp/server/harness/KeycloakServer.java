package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Keycloak distribution with the packaged extension, running as a process of its own.
 *
 * <p>Its database is a file in its home folder and is kept, so that the next start is quick. It listens on the loopback
 * interface only; the administrator is {@code admin} with the password {@code admin}. It ends with {@link #stop()} or with
 * this JVM, whichever comes first.
 */
public final class KeycloakServer implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final Duration START_WITHIN = Duration.ofMinutes(6);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 200;
    private static final int LOG_LINES_SHOWN = 40;

    private final ServerSetup setup;
    private final Process process;
    private final AdminApi admin;
    private volatile boolean stopping;

    private KeycloakServer(ServerSetup setup, Process process) {
        this.setup = setup;
        this.process = process;
        this.admin = new AdminApi(url(), ADMIN, ADMIN);
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @throws IllegalStateException if it ends or does not get ready in time; the message has the end of its log
     */
    public static KeycloakServer start(ServerSetup setup) {
        try {
            var distribution = Distribution.unpacked(setup.zip(), setup.home());
            distribution.provide(setup.jar());
            var server = new KeycloakServer(setup, launch(distribution, setup));
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop-keycloak"));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a slash at its end. */
    public String url() {
        return "http://localhost:" + setup.port();
    }

    public String version() {
        return setup.version();
    }

    /** All that this server has printed since its start. */
    public Path logFile() {
        return setup.log();
    }

    /** The folder of themes; what is put there is used at once. */
    public Path themes() {
        return setup.home().resolve("themes");
    }

    public AdminApi admin() {
        return admin;
    }

    /** Waits for the end of the server; answers whether it ended without being told to by {@link #stop()}. */
    public boolean awaitUnexpectedEnd() throws InterruptedException {
        process.waitFor();
        return !stopping;
    }

    /** The last lines of the log, for messages. */
    public String lastLogLines() {
        try {
            var lines =
                    Files.readString(logFile(), StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server and waits for its end. Does nothing if it has ended already. */
    public void stop() {
        stopping = true;
        // kc.sh is a shell around the server: the signal must reach the java process itself, and both must be gone.
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process.toHandle());
        family.forEach(ProcessHandle::destroy);
        try {
            for (ProcessHandle member : family) {
                member.onExit()
                        .completeOnTimeout(member, STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)
                        .join();
            }
        } finally {
            family.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static Process launch(Distribution distribution, ServerSetup setup) throws IOException {
        var builder = new ProcessBuilder(distribution.script().toString(), "start-dev")
                .redirectErrorStream(true)
                .redirectOutput(setup.log().toFile());
        Map<String, String> environment = builder.environment();
        // A developer's own Keycloak or Java settings must not decide what is tested.
        environment.keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_OPTS"));
        var options = new HashMap<>(Map.of(
                "bootstrap-admin-username",
                ADMIN,
                "bootstrap-admin-password",
                ADMIN,
                "http-host",
                "127.0.0.1",
                "http-port",
                Integer.toString(setup.port()),
                "http-management-port",
                Integer.toString(FreePort.any()),
                "cache",
                "local"));
        options.putAll(setup.options());
        // By environment, not by argument: arguments can be seen by everybody, and kc.bat splits them at commas.
        options.forEach((name, value) ->
                environment.put("KC_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // The first compiler alone: a server that lives for minutes starts in two thirds of the time.
        // A short life needs no second compiler, and the oldest versions meet JDKs that they have not heard of.
        environment.put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 -Dnet.bytebuddy.experimental=true");
        return builder.start();
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_WITHIN.toNanos();
        try {
            while (!answers()) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw notReady("ended with exit code " + process.exitValue());
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
