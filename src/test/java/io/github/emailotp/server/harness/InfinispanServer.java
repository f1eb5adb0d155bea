package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real Infinispan server with nothing in it, on a free port of the loopback interface. It ends with this JVM, or before. */
public final class InfinispanServer {

    private static final String USER = "keycloak";
    private static final String PASSWORD = "secret";
    private static final String LOADER = "org/infinispan/server/loader/";
    private static final String READY = "ISPN080001";
    /** A line of the log of what clients ask: what to do, with which cache, with which key. */
    private static final Pattern ABOUT = Pattern.compile("\\S+ /([^/]*)/.*");

    private static final Duration START_WITHIN = Duration.ofMinutes(3);

    private final Path folder;
    private final int port = FreePort.any();
    private final HotRodProxy proxy = HotRodProxy.before(port);
    private final Process process;

    private InfinispanServer(Path folder) throws IOException {
        this.folder = folder;
        writeConfiguration();
        process = launch();
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param libraries the jars of its programs
     * @param folder for all that it needs
     */
    static InfinispanServer start(Path libraries, Path folder) {
        try {
            if (!Files.exists(folder.resolve("home").resolve("boot"))) {
                install(libraries, folder.resolve("home"));
            }
            var server = new InfinispanServer(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill, "stop-infinispan"));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keycloak's options for it. */
    Map<String, String> serverOptions() {
        return Map.of(
                "features",
                "docker,transient-users,clusterless",
                "cache-remote-host",
                "127.0.0.1",
                "cache-remote-port",
                Integer.toString(proxy.port()),
                "cache-remote-username",
                USER,
                "cache-remote-password",
                PASSWORD,
                "cache-remote-tls-enabled",
                "false");
    }

    /** What stands before it. */
    public HotRodProxy proxy() {
        return proxy;
    }

    /** How many requests it has answered since its start that were about a cache of such a name. */
    public long answered(Predicate<String> cache) {
        try (Stream<String> requests = Files.lines(accesses())) {
            return requests.map(ABOUT::matcher)
                    .filter(Matcher::matches)
                    .filter(request -> cache.test(request.group(1)))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /** The server loads its jars itself, all but those of its loader, and takes no two of one name. */
    private static void install(Path libraries, Path home) throws IOException {
        Files.createDirectories(home.resolve("lib"));
        Path runtime = null;
        try (Stream<Path> jars = Files.list(libraries)) {
            for (Path jar : jars.toList()) {
                String name = jar.getFileName().toString();
                if (name.contains("-linux-x86_64") || name.contains("-aarch_64")) {
                    continue;
                }
                Files.copy(jar, home.resolve("lib").resolve(name), StandardCopyOption.REPLACE_EXISTING);
                runtime = name.startsWith("infinispan-server-runtime") ? jar : runtime;
            }
        }
        if (runtime == null) {
            throw new IllegalStateException("no Infinispan server in " + libraries);
        }
        unpackLoader(runtime, home.resolve("boot"));
    }

    private static void unpackLoader(Path runtime, Path boot) throws IOException {
        try (JarFile jar = new JarFile(runtime.toFile())) {
            for (var entry : jar.stream()
                    .filter(each -> each.getName().startsWith(LOADER) && !each.isDirectory())
                    .toList()) {
                Path file = boot.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private void writeConfiguration() throws IOException {
        Path conf = folder.resolve("root").resolve("conf");
        Files.createDirectories(conf);
        for (String empty : List.of("lib", "data", "log")) {
            Files.createDirectories(conf.resolveSibling(empty));
        }
        Files.writeString(conf.resolve("users.properties"), USER + "=" + PASSWORD + "\n");
        Files.writeString(conf.resolve("groups.properties"), USER + "=admin\n");
        Files.writeString(conf.resolve("log4j2.xml"), resource("log4j2.xml"));
        Files.writeString(
                conf.resolve("infinispan.xml"),
                resource("infinispan.xml")
                        .replace("@PORT@", Integer.toString(port))
                        .replace("@PROXY@", Integer.toString(proxy.port()))
                        .replace("@CLUSTER@", Integer.toString(FreePort.any())));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = InfinispanServer.class.getResourceAsStream("/infinispan/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Process launch() throws IOException {
        Path home = folder.resolve("home").toAbsolutePath();
        Path root = folder.resolve("root").toAbsolutePath();
        Files.deleteIfExists(log());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Djgroups.bind.address=127.0.0.1",
                        "-Djgroups.bind.port=" + FreePort.any(),
                        "-Djgroups.fd.port-offset=1",
                        "-Dinfinispan.server.home.path=" + home,
                        "-Daccess.log=" + accesses(),
                        "-cp",
                        home.resolve("boot").toString(),
                        "org.infinispan.server.loader.Loader",
                        "org.infinispan.server.Bootstrap",
                        "-s",
                        root.toString(),
                        "-c",
                        "infinispan.xml",
                        "-l",
                        root.resolve("conf").resolve("log4j2.xml").toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("infinispan.log");
    }

    private Path accesses() {
        return folder.resolve("access.log").toAbsolutePath();
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_WITHIN.toNanos();
        while (!Files.exists(log()) || !Files.readString(log()).contains(READY)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                kill();
                throw new IllegalStateException("Infinispan does not start; see " + log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Infinispan started", e);
            }
        }
    }
}
