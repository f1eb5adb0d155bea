package io.github.emailotp.bench;

import io.github.emailotp.server.harness.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What servers have used of the processors until now, without their compilers: what those take differs from start to start by more than what is
 * measured, and ends when a server is warm.
 *
 * <p>By thread, in nanoseconds, since Linux counts a process's time in steps of 10 ms. Immutable.
 */
record ProcessorTime(Map<Path, Long> ofThreads) {

    private static final Path PROCESSES = Path.of("/proc");

    /**
     * Of all servers together.
     *
     * @throws IllegalStateException elsewhere than on Linux
     */
    static ProcessorTime now(List<KeycloakServer> servers) {
        if (!Files.isDirectory(PROCESSES)) {
            throw new IllegalStateException("Processor time is measured on Linux only");
        }
        Map<Path, Long> ofThreads = new HashMap<>();
        servers.stream()
                .flatMap(KeycloakServer::processes)
                .flatMap(ProcessorTime::threads)
                .forEach(thread -> {
                    long nanos = nanos(thread);
                    ofThreads.put(thread, nanos);
                });
        return new ProcessorTime(ofThreads);
    }

    /** From then to this. What a thread did that ended between them is left out. */
    Duration since(ProcessorTime then) {
        return Duration.ofNanos(ofThreads.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - then.ofThreads.getOrDefault(thread.getKey(), 0L))
                .sum());
    }

    private static Stream<Path> threads(ProcessHandle process) {
        try (Stream<Path> threads =
                Files.list(PROCESSES.resolve(Long.toString(process.pid())).resolve("task"))) {
            return threads.toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException("The server's threads cannot be listed", e);
        }
    }

    private static long nanos(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm"));
            boolean compiles = name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
            // Of three figures, the first.
            return compiles
                    ? 0
                    : Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
        } catch (IOException e) {
            // It has ended.
            return 0;
        }
    }
}
