package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the server under test, and the extension, are made of. */
public final class ServerJars {

    private static final ServerSetup SETUP = ServerSetup.ofBuild();

    private ServerJars() {}

    /** The jars that the server runs. */
    public static List<Path> ofServer() {
        try {
            Path home = Distribution.unpacked(SETUP.zip(), SETUP.home()).home();
            try (Stream<Path> files = Files.walk(home.resolve("lib").resolve("lib"))) {
                return files.filter(file -> file.toString().endsWith(".jar"))
                        .filter(file -> !file.getParent().endsWith("deployment"))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packaged extension. */
    public static Path extension() {
        return SETUP.jar();
    }
}
