package io.github.emailotp.server.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * A real PostgreSQL, on a free port of the loopback interface.
 *
 * <p>It takes everybody who asks for its superuser. What is in it is kept. It ends with {@link #stop()} or with this JVM,
 * whichever comes first.
 */
final class Postgres {

    private static final String SUPERUSER = "postgres";
    private static final String FORGET_CLUSTERS =
            "DO 'BEGIN IF to_regclass(''jgroups_ping'') IS NOT NULL THEN DELETE FROM jgroups_ping; END IF; END'";

    private static final Duration START_WITHIN = Duration.ofMinutes(1);

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param folder for its programs, its data and its log
     * @throws IllegalStateException if it does not start, or another one runs in this folder
     */
    static Postgres start(Path folder) {
        Path log = folder.resolve("postgres.log");
        try {
            Files.createDirectories(folder);
            // The library makes its own folder, for the programs, writable for everybody.
            Distribution.keepPrivate(folder);
            var postgres = new Postgres(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.resolve("programs").toFile())
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setPort(FreePort.any())
                    .setPGStartupWait(START_WITHIN)
                    .start());
            postgres.forgetClusters();
            return postgres;
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new IllegalStateException("PostgreSQL does not start, or runs already; see " + log, e);
        }
    }

    /** Keycloak's options for this database. */
    Map<String, String> serverOptions() {
        return Map.of(
                "db",
                "postgres",
                "db-url",
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
                "db-username",
                SUPERUSER,
                "db-password",
                "any");
    }

    /** Ends it and waits for its end. */
    void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Strikes the nodes off that died with an earlier JVM: others would look for them for 20 s, and then each be a cluster
     * of its own.
     */
    private void forgetClusters() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(FORGET_CLUSTERS);
        }
    }
}
