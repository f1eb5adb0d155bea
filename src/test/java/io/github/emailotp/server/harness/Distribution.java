package io.github.emailotp.server.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** An unpacked Keycloak distribution. */
record Distribution(Path home) {

    /** Unpacks the zip into {@code home}, without the zip's own top folder; what is unpacked already stays as it is. */
    static Distribution unpacked(Path zip, Path home) throws IOException {
        Path complete = home.resolve(".unpacked");
        if (Files.exists(complete)) {
            return new Distribution(home);
        }
        if (!Files.exists(zip)) {
            throw new IOException("no Keycloak at " + zip + ": './mvnw package' puts it there");
        }
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                unpack(entry, in, home);
            }
        }
        keepPrivate(home);
        Files.createFile(complete);
        return new Distribution(home);
    }

    /**
     * Makes another home of this one, as it is built for its options and extensions, but without its data; what is there of
     * it is replaced.
     */
    void copyTo(Path other) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = other.resolve(home.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.startsWith(home.resolve("data"))) {
                    // Keycloak sees by the times of files that it need not build again.
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        keepPrivate(other);
    }

    /**
     * Puts the jar into providers/ under this name, but only if its content is new: even a touched file costs Keycloak a
     * re-build.
     */
    void provide(Path jar, String name) throws IOException {
        Path provider = home.resolve("providers").resolve(name);
        if (!Files.exists(provider) || Files.mismatch(jar, provider) >= 0) {
            Files.copy(jar, provider, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Takes what was put there under this name out of providers/. */
    void withdraw(String name) throws IOException {
        Files.delete(home.resolve("providers").resolve(name));
    }

    /** Puts the files of a folder into another one, in place of those that are there. */
    static void copy(Path folder, Path other) throws IOException {
        if (Files.exists(other)) {
            delete(other);
        }
        Files.createDirectories(other);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The start script of this operating system. */
    Path script() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return home.resolve("bin").resolve(windows ? "kc.bat" : "kc.sh");
    }

    /** For its owner alone: a server's database may come to hold the password of somebody's mail account. */
    static void keepPrivate(Path home) throws IOException {
        var permissions = Files.getFileAttributeView(home, PosixFileAttributeView.class);
        if (permissions != null) {
            permissions.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void unpack(ZipEntry entry, ZipInputStream in, Path home) throws IOException {
        Path name = Path.of(entry.getName());
        if (name.getNameCount() == 1) {
            return;
        }
        Path target = home.resolve(name.subpath(1, name.getNameCount())).normalize();
        if (!target.startsWith(home)) {
            throw new IOException("zip entry outside of its folder: " + entry);
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        // Java's zip reader knows no file modes; on Windows this does nothing.
        if (entry.getName().endsWith(".sh") && !target.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + target);
        }
    }
}
