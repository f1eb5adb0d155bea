package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A distribution's {@code kc.sh}, and what it prints. */
final class StartScript {

    private static final int LOG_LINES_SHOWN = 40;

    private final ServerSetup setup;
    private final Path script;

    StartScript(ServerSetup setup, Path script) {
        this.setup = setup;
        this.script = script;
    }

    /** Starts the server with these options; those of its mode and its set-up win. */
    ServerProcess start(Map<String, String> options) throws IOException {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(setup.mode().options());
        all.putAll(setup.options());
        return launch(setup.mode().command(), all);
    }

    /**
     * Runs another command to its end.
     *
     * @throws IllegalStateException if it fails; the message has the end of the log
     */
    void run(String... command) throws IOException {
        run(Map.of(), command);
    }

    /** As {@link #run(String...)}, with these options. */
    void run(Map<String, String> options, String... command) throws IOException {
        if (exitCode(options, command) != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " failed. The end of " + setup.log() + ":\n" + lastLogLines());
        }
    }

    /** Runs another command to its end, and answers how that was. */
    int exitCode(Map<String, String> options, String... command) throws IOException {
        ServerProcess run = launch(List.of(command), options);
        try {
            run.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return run.exitCode();
    }

    private ServerProcess launch(List<String> command, Map<String, String> options) throws IOException {
        List<String> line = new ArrayList<>(List.of(script.toString()));
        line.addAll(command);
        return ServerProcess.launch(line, options, setup.jvmOptions(), setup.log());
    }

    String lastLogLines() {
        try {
            List<String> lines = Files.readString(setup.log(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
