package io.github.emailotp.server.mail.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder that the users of mail servers may enter, and the programs that run in it. They end with it, the last one first. */
public final class Workplace implements AutoCloseable {

    private static final Duration TIME_ENOUGH = Duration.ofSeconds(30);

    private final Path folder;
    private final Deque<Runnable> ends = new ArrayDeque<>();

    /** Also where a test ends before it should. */
    private final Thread atExit = new Thread(this::end);

    public Workplace() {
        try {
            folder = Files.createTempDirectory("mail-server");
            mode(folder, "rwxr-xr-x");
            Runtime.getRuntime().addShutdownHook(atExit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** A folder in it that only root may write to. */
    Path folder(String name) {
        try {
            return Files.createDirectories(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder in it that everybody may write to. */
    Path openFolder(String name) {
        try {
            Path made = folder(name);
            mode(made, "rwxrwxrwx");
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** A file with this text, in which {@code @DIR@} stands for the folder. */
    Path write(String name, String text) {
        try {
            Path file = path(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text.replace("@DIR@", folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.exists(path(name)) ? Files.readString(path(name), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end, which must be a good one. */
    void run(String... command) {
        Process process = launch(List.of(command));
        try {
            if (!process.waitFor(TIME_ENOUGH.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + read("output") + read("log"));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a program that goes on, and ends with this. */
    void start(String... command) {
        Process process = launch(List.of(command));
        atTheEnd(() -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.onExit()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly())
                    .join();
        });
    }

    private Process launch(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(path("output").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void atTheEnd(Runnable end) {
        ends.push(end);
    }

    /** Until somebody listens there. */
    void await(int port) {
        long begun = System.nanoTime();
        while (!isOpen(port)) {
            if (System.nanoTime() - begun > TIME_ENOUGH.toNanos()) {
                throw new IllegalStateException("nobody listens on " + port + ": " + read("output"));
            }
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            TimeUnit.MILLISECONDS.sleep(50);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        ends.forEach(Runnable::run);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
