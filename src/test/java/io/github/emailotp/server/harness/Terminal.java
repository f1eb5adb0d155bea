package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program in a terminal of 100 by 45 characters, as a person sees and drives it; tmux is the terminal. {@link #close()} ends both.
 */
public final class Terminal implements AutoCloseable {

    private static final int PAUSE_MILLIS = 100;
    /** So long nothing changes on a screen that waits for a key. */
    private static final int STILL_MILLIS = 400;

    private static final int PATIENCE_MILLIS = 20_000;

    private final List<String> tmux;

    private Terminal(Path home) {
        this.tmux = List.of(
                "tmux", "-u", "-f", "/dev/null", "-S", home.resolve("tmux").toString());
    }

    /**
     * Starts a program in English.
     *
     * @param home where it finds and keeps settings
     */
    public static Terminal run(Path home, Map<String, String> environment, List<String> command) {
        var terminal = new Terminal(home);
        var all = new ArrayList<>(List.of("new-session", "-d", "-x", "100", "-y", "45", "env", "LANG=C.UTF-8"));
        all.add("HOME=" + home);
        environment.forEach((name, value) -> all.add(name + "=" + value));
        all.addAll(command);
        terminal.tmux(all.toArray(String[]::new));
        return terminal;
    }

    /** What is to be seen now. */
    public String screen() {
        return tmux("capture-pane", "-p");
    }

    /** The line that the cursor is in, or that far above it; empty above the first. */
    String lineAtCursor(int above) {
        int line = Integer.parseInt(tmux("display-message", "-p", "#{cursor_y}").strip()) - above;
        return line < 0 ? "" : screen().split("\n", -1)[line];
    }

    /** Waits for this text, and until nothing changes any more. */
    public void await(String text) {
        long deadline = deadline();
        while (!screen().contains(text)) {
            require(deadline, text);
            pause();
        }
        awaitStillness();
    }

    /** Presses a key, by tmux's name of it, and waits until nothing changes any more. */
    void press(String key) {
        tmux("send-keys", key);
        awaitStillness();
    }

    void type(String text) {
        tmux("send-keys", "-l", text);
        awaitStillness();
    }

    @Override
    public void close() {
        tmux("kill-server");
    }

    private void awaitStillness() {
        long deadline = deadline();
        String before = "";
        for (int still = 0; still < STILL_MILLIS; ) {
            require(deadline, "stillness");
            pause();
            String now = screen() + tmux("display-message", "-p", "#{cursor_x} #{cursor_y}");
            still = now.equals(before) ? still + PAUSE_MILLIS : 0;
            before = now;
        }
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    }

    private void require(long deadline, String what) {
        if (System.nanoTime() > deadline) {
            throw new AssertionError("waited in vain for \"" + what + "\":\n" + screen());
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the terminal", e);
        }
    }

    private String tmux(String... arguments) {
        var command = new ArrayList<>(tmux);
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("tmux failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the terminal", e);
        }
    }
}
