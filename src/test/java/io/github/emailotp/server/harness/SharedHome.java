package io.github.emailotp.server.harness;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the test JVMs of one machine share of the home of a server: what Keycloak builds for its options and extensions, and a database with
 * nothing but its first realm. To make both takes twice as long as a start. The first that needs one makes it, and the others wait for it.
 *
 * <p>They lie in the folder that the system property {@code emailotp.shared} names; without it, each makes its own.
 */
final class SharedHome implements AutoCloseable {

    /** Of those options that tests use. */
    private static final Set<String> OF_THE_BUILD = Set.of(
            "cache",
            "db",
            "event-metrics-user-enabled",
            "features",
            "health-enabled",
            "http-relative-path",
            "metrics-enabled");

    private static final Set<String> OF_ANOTHER_DATABASE = Set.of("db", "db-url", "db-username", "db-password");

    private static final List<String> OF_A_BUILT_SPI = List.of("-provider", "-provider-default", "-enabled");

    private final ServerSetup setup;
    private final Path folder;
    private final Path built;
    private final Path database;
    private final FileChannel lock;
    private boolean makesBuilt;
    private boolean makesDatabase;

    private SharedHome(ServerSetup setup, Path folder) throws IOException {
        this.setup = setup;
        this.folder = Files.createDirectories(folder);
        this.built = folder.resolve(prefix() + "-" + hash(text(setup), setup.providers()));
        this.database = folder.resolve("database-" + setup.version());
        this.lock = lock(built);
    }

    /** Starts a server with what is there, and gives what is not. */
    static KeycloakServer start(ServerSetup setup, Start start) throws IOException {
        String folder = System.getProperty("emailotp.shared");
        if (folder == null) {
            return start.now();
        }
        try (var shared = new SharedHome(setup, Path.of(folder))) {
            shared.take();
            KeycloakServer server = start.now();
            shared.give(server);
            return server;
        }
    }

    /** Starts a server in its home. */
    @FunctionalInterface
    interface Start {
        KeycloakServer now() throws IOException;
    }

    /** What the server has had before stays as it is. */
    private void take() throws IOException {
        if (Files.exists(setup.home())) {
            return;
        }
        makesBuilt = !Files.exists(built);
        if (!makesBuilt) {
            new Distribution(built).copyTo(setup.home());
        }
        boolean own = setup.mode() == RunMode.DEVELOPMENT
                && Collections.disjoint(setup.options().keySet(), OF_ANOTHER_DATABASE);
        makesDatabase = own && !Files.exists(database);
        if (own && !makesDatabase) {
            Distribution.copy(database, ownDatabase());
        }
    }

    private void give(KeycloakServer server) throws IOException {
        if (makesBuilt) {
            deleteOthers();
            Path copy = built.resolveSibling(built.getFileName() + ".new");
            new Distribution(setup.home()).copyTo(copy);
            Files.move(copy, built);
        }
        if (makesDatabase) {
            server.whileStopped(this::giveDatabase);
        }
    }

    private void giveDatabase() throws IOException {
        FileChannel own = lock(database);
        try {
            if (!Files.exists(database)) {
                Path copy = database.resolveSibling(database.getFileName() + ".new");
                Distribution.copy(ownDatabase(), copy);
                Files.move(copy, database);
            }
        } finally {
            own.close();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private Path ownDatabase() {
        return setup.home().resolve("data").resolve("h2");
    }

    /** Those of other builds of the extension: nobody needs them any more. */
    private void deleteOthers() throws IOException {
        String kind = "built-" + setup.version() + "-";
        try (Stream<Path> all = Files.list(folder)) {
            for (Path other : all.filter(Files::isDirectory).toList()) {
                String name = other.getFileName().toString();
                if (name.startsWith(kind) && !name.startsWith(prefix())) {
                    Distribution.delete(other);
                }
            }
        }
    }

    private String prefix() throws IOException {
        return "built-" + setup.version() + "-" + hash("", List.of(setup.jar()));
    }

    private static String text(ServerSetup setup) {
        Map<String, String> options = new TreeMap<>(setup.mode().options());
        options.putAll(setup.options());
        options.keySet().removeIf(name -> !isOfTheBuild(name));
        return setup.mode().command() + " " + options;
    }

    private static boolean isOfTheBuild(String option) {
        return OF_THE_BUILD.contains(option)
                || (option.startsWith("spi-") && OF_A_BUILT_SPI.stream().anyMatch(option::endsWith));
    }

    private static String hash(String text, List<Path> files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Until it is closed. */
    private static FileChannel lock(Path of) throws IOException {
        Path file = of.resolveSibling(of.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }
}
