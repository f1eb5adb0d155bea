package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Keycloak's own {@code kcadm.sh}, of a server's version and logged in to it.
 *
 * @param folder the home of whoever calls it, whose path has no blanks
 */
public record AdminCommandLine(KeycloakServer server, Path folder) {

    /** Logs in, if that has not been done from this home. */
    public void logIn() {
        if (!config().toFile().exists()) {
            run(
                    "config",
                    "credentials",
                    "--server",
                    server.url(),
                    "--realm",
                    "master",
                    "--user",
                    "admin",
                    "--password",
                    "admin");
        }
    }

    /** The file that holds the login; {@code kcadm.sh} finds it by itself. */
    public Path config() {
        return folder.resolve(".keycloak").resolve("kcadm.config");
    }

    /** What a program that calls {@code kcadm.sh}, by its name or as {@code $KCADM}, gets to see. */
    public Map<String, String> environment() {
        return Map.of(
                "KCADM",
                server.kcadm().toString(),
                "PATH",
                server.kcadm().getParent() + ":" + System.getenv("PATH"),
                "HOME",
                folder.toString(),
                "JAVA_HOME",
                System.getProperty("java.home"),
                "KC_OPTS",
                // Each call is a Java machine of its own, for a second; Java asks the system for the home, not HOME.
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Duser.home=" + folder);
    }

    /**
     * Lets bash run these lines to their end.
     *
     * @return what they said
     * @throws AssertionError with what they said, if one of them fails
     */
    public String runLines(String lines) {
        var builder = new ProcessBuilder("/bin/bash", "-euo", "pipefail", "-c", lines).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment());
        return await(builder);
    }

    private void run(String... arguments) {
        var builder = new ProcessBuilder(server.kcadm().toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment());
        await(builder);
    }

    private static String await(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kcadm.sh ran", e);
        }
    }
}
