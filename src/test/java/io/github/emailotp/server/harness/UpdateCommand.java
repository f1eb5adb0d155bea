package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code kc.sh update-compatibility} of a Keycloak with the packaged extension, which is not started. */
public final class UpdateCommand {

    private final ServerSetup setup;
    private final StartScript script;

    private UpdateCommand(ServerSetup setup, Distribution distribution) {
        this.setup = setup;
        this.script = new StartScript(setup, distribution.script());
    }

    /** Of the version under test. */
    public static UpdateCommand ofBuild() {
        ServerSetup setup = ServerSetup.ofBuild();
        ServerSetup own = setup.at(setup.work().resolve("update-" + setup.version()));
        try {
            Distribution distribution = Distribution.unpacked(own.zip(), own.home());
            distribution.provide(own.jar(), "keycloak-email-otp.jar");
            Files.deleteIfExists(own.log());
            return new UpdateCommand(own, distribution);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keycloak's version. */
    public String version() {
        return setup.version();
    }

    /** What this deployment writes down for the next. */
    public String metadata(Path file) {
        int exitCode = writeMetadata(file);
        if (exitCode != 0) {
            throw new IllegalStateException("exit code " + exitCode + ": " + script.lastLogLines());
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #metadata}, but answers the exit code. */
    public int writeMetadata(Path file) {
        return exitCode("metadata", file);
    }

    /** Whether this deployment may run beside one that has written this down, as an exit code. */
    public int check(Path file) {
        return exitCode("check", file);
    }

    private int exitCode(String command, Path file) {
        try {
            return script.exitCode(Map.of(), "update-compatibility", command, "--file=" + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that was printed. */
    public String printed() {
        try {
            return Files.readString(setup.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
