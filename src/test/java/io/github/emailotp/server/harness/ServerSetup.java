package io.github.emailotp.server.harness;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link KeycloakServer} is made of.
 *
 * @param version Keycloak's version
 * @param zip its distribution
 * @param work the folder of all servers of this Java machine
 * @param home where this server is unpacked and keeps its state; its log is {@code <home>.log}
 * @param jar the packaged extension
 * @param port the port for HTTP, on the loopback interface
 * @param mode how it is run
 * @param options more of Keycloak's options, by their name without dashes in front
 * @param providers jars with more providers
 * @param jvmOptions options of its Java machine
 */
public record ServerSetup(
        String version,
        Path zip,
        Path work,
        Path home,
        Path jar,
        int port,
        RunMode mode,
        Map<String, String> options,
        List<Path> providers,
        List<String> jvmOptions) {

    /** The first compiler alone: a server that lives for minutes starts in two thirds of the time. */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1");

    public ServerSetup {
        options = Map.copyOf(options);
        providers = List.copyOf(providers);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * The server that the build names by the system properties {@code emailotp.keycloak}, {@code emailotp.servers} (the
     * folder of the distributions), {@code emailotp.work} and {@code emailotp.jar}, on a free port, for a short life.
     *
     * @throws IllegalStateException if one of them is missing
     */
    public static ServerSetup ofBuild() {
        String version = required("emailotp.keycloak");
        Path zip = Path.of(required("emailotp.servers"), "keycloak-quarkus-dist-" + version + ".zip")
                .toAbsolutePath();
        Path work = Path.of(required("emailotp.work")).toAbsolutePath();
        Path jar = Path.of(required("emailotp.jar")).toAbsolutePath();
        Path home = work.resolve("keycloak-" + version);
        return new ServerSetup(
                version, zip, work, home, jar, FreePort.any(), RunMode.DEVELOPMENT, Map.of(), List.of(), SHORT_LIFE);
    }

    /**
     * The oldest supported version instead, which the build names by the system property {@code emailotp.oldest}.
     *
     * @throws IllegalStateException if that is missing
     */
    ServerSetup oldest() {
        String oldest = required("emailotp.oldest");
        Path otherZip = zip.resolveSibling(zip.getFileName().toString().replace(version, oldest));
        return new ServerSetup(oldest, otherZip, work, home, jar, port, mode, options, providers, jvmOptions);
    }

    public ServerSetup at(Path otherHome) {
        return new ServerSetup(version, zip, work, otherHome, jar, port, mode, options, providers, jvmOptions);
    }

    public ServerSetup on(int otherPort) {
        return new ServerSetup(version, zip, work, home, jar, otherPort, mode, options, providers, jvmOptions);
    }

    /** With another build of the extension. */
    public ServerSetup extension(Path otherJar) {
        return new ServerSetup(version, zip, work, home, otherJar, port, mode, options, providers, jvmOptions);
    }

    public ServerSetup in(RunMode otherMode) {
        return new ServerSetup(version, zip, work, home, jar, port, otherMode, options, providers, jvmOptions);
    }

    /** With these options too. */
    public ServerSetup with(Map<String, String> moreOptions) {
        var all = new HashMap<>(options);
        all.putAll(moreOptions);
        return new ServerSetup(version, zip, work, home, jar, port, mode, all, providers, jvmOptions);
    }

    /** Without this option. */
    public ServerSetup without(String option) {
        var others = new HashMap<>(options);
        others.remove(option);
        return new ServerSetup(version, zip, work, home, jar, port, mode, others, providers, jvmOptions);
    }

    /** With no other jars than these beside the extension. */
    public ServerSetup withProviders(List<Path> otherProviders) {
        return new ServerSetup(version, zip, work, home, jar, port, mode, options, otherProviders, jvmOptions);
    }

    /** On a Java machine with no other options than these. */
    public ServerSetup withJvm(List<String> otherJvmOptions) {
        return new ServerSetup(version, zip, work, home, jar, port, mode, options, providers, otherJvmOptions);
    }

    Path log() {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("system property " + property + " is missing: run this through Maven");
        }
        return value;
    }
}
