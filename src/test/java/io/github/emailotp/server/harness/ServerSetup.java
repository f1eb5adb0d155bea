package io.github.emailotp.server.harness;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a {@link KeycloakServer} is made of.
 *
 * @param version Keycloak's version; its zip is expected as {@code dist/keycloak-quarkus-dist-<version>.zip} in {@code work}
 * @param work the folder of all servers
 * @param home where this server is unpacked and keeps its state; its log is {@code <home>.log}
 * @param jar the packaged extension
 * @param port the port for HTTP, on the loopback interface
 * @param mode how it is run
 * @param options more of Keycloak's options, by their name without dashes in front
 */
public record ServerSetup(
        String version, Path work, Path home, Path jar, int port, RunMode mode, Map<String, String> options) {

    public ServerSetup {
        options = Map.copyOf(options);
    }

    /**
     * The server that the build names by the system properties {@code emailotp.keycloak}, {@code emailotp.work} and
     * {@code emailotp.jar}, on a free port.
     *
     * @throws IllegalStateException if one of them is missing
     */
    public static ServerSetup ofBuild() {
        String version = required("emailotp.keycloak");
        Path work = Path.of(required("emailotp.work")).toAbsolutePath();
        Path jar = Path.of(required("emailotp.jar")).toAbsolutePath();
        return new ServerSetup(
                version, work, work.resolve("keycloak-" + version), jar, FreePort.any(), RunMode.DEVELOPMENT, Map.of());
    }

    public ServerSetup at(Path otherHome) {
        return new ServerSetup(version, work, otherHome, jar, port, mode, options);
    }

    public ServerSetup on(int otherPort) {
        return new ServerSetup(version, work, home, jar, otherPort, mode, options);
    }

    public ServerSetup in(RunMode otherMode) {
        return new ServerSetup(version, work, home, jar, port, otherMode, options);
    }

    public ServerSetup with(Map<String, String> otherOptions) {
        return new ServerSetup(version, work, home, jar, port, mode, otherOptions);
    }

    Path zip() {
        return work.resolve("dist").resolve("keycloak-quarkus-dist-" + version + ".zip");
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
