package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The program keycloak-config-cli, as {@code src/test/scripts/config-cli.sh} was told where it is.
 *
 * @param server the server that it changes
 */
public record ConfigCli(KeycloakServer server) {

    private static final String JAR = "emailotp.configCli";

    /**
     * Makes a realm as the file says, whether or not it has read that before.
     *
     * @throws AssertionError with what it said, if it fails
     */
    public void importFile(Path file) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty(JAR),
                "--keycloak.url=" + server.url(),
                "--keycloak.user=admin",
                "--keycloak.password=admin",
                "--import.cache.enabled=false",
                "--import.files.locations=" + file);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keycloak-config-cli ran", e);
        }
    }
}
