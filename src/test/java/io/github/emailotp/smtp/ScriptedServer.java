package io.github.emailotp.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A mail server for one connection that says what the test says, line by line, and remembers all that it hears. */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final Map<String, String> answers;
    private final CompletableFuture<List<String>> heard;

    /**
     * A server on a free port.
     *
     * @param answers what it says to the lines that begin with these words; nothing to all others
     */
    ScriptedServer(Map<String, String> answers) {
        this.answers = answers;
        try {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heard = CompletableFuture.supplyAsync(this::converse);
    }

    /** The realm's SMTP settings for this server. */
    Map<String, String> settings() {
        return Map.of(
                "host", "localhost",
                "port", Integer.toString(listener.getLocalPort()),
                "from", "login@example.test",
                "timeout", "500");
    }

    /** All lines of the client, once it has ended the connection. */
    List<String> heard() {
        return heard.join();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private List<String> converse() {
        List<String> lines = new ArrayList<>();
        try (Socket client = listener.accept()) {
            var reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            say(client, "220 localhost");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                say(client, answers.getOrDefault(line.replaceFirst("[ :].*", ""), ""));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Socket client, String answer) throws IOException {
        if (!answer.isEmpty()) {
            client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
