package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server that is a member of a cluster. */
record ClusterNode(KeycloakServer server, int managementPort) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int POLL_MILLIS = 200;

    /** What Infinispan logs when members come, go or find each other: the view's id, its size, and more. */
    private static final Pattern VIEW = Pattern.compile("ISPN00009[34]: .*?\\|\\d+] \\((\\d+)\\)");

    /** Starts the server; does not wait for other members. */
    static ClusterNode start(ServerSetup setup) {
        int managementPort = FreePort.any();
        Map<String, String> options = new HashMap<>(setup.options());
        options.putAll(Map.of(
                "health-enabled",
                "true",
                "http-management-port",
                Integer.toString(managementPort),
                "cache-embedded-network-bind-address",
                "127.0.0.1",
                "cache-embedded-network-bind-port",
                Integer.toString(FreePort.any())));
        return new ClusterNode(KeycloakServer.start(setup.with(options)), managementPort);
    }

    /**
     * Waits until the server is ready for traffic and sees this many members, itself included.
     *
     * @throws IllegalStateException if that does not come in time
     */
    void awaitMembers(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady() || members() != count) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s sees %d members, not %d. The end of %s:%n%s"
                        .formatted(server.url(), members(), count, server.logFile(), server.lastLogLines()));
            }
            pause();
        }
    }

    private boolean isReady() {
        try {
            var probe = (HttpURLConnection) URI.create("http://localhost:" + managementPort + "/health/ready")
                    .toURL()
                    .openConnection();
            probe.setReadTimeout((int) PATIENCE.toMillis());
            return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private int members() {
        try {
            return VIEW.matcher(Files.readString(server.logFile()))
                    .results()
                    .reduce((earlier, later) -> later)
                    .map(view -> view.group(1))
                    .map(Integer::parseInt)
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the cluster formed", e);
        }
    }
}
