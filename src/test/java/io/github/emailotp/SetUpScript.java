package io.github.emailotp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scripts of {@code docs/setup}. */
public final class SetUpScript {

    private static final String BASH = "/bin/bash";
    private static final Path FOLDER = Path.of("docs", "setup").toAbsolutePath();

    private SetUpScript() {}

    /**
     * Runs one to its end.
     *
     * @param name its file's
     * @param environment all that it gets to see
     */
    public static Said run(String name, Map<String, String> environment, List<String> arguments) {
        var command = new ArrayList<>(List.of(BASH, FOLDER.resolve(name).toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the script ran", e);
        }
    }

    /** What it said, on both streams, and how it ended. */
    public record Said(int exitCode, String text) {}
}
