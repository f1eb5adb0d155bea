package io.github.emailotp.server.mail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where Keycloak fetches the tokens for a mail server (RFC 6749 §4.4), on a free loopback port: {@code token 1}, {@code
 * token 2} and so on. It grants until it is told to refuse. Safe for use by several threads.
 */
public final class TokenEndpoint implements AutoCloseable {

    private static final String PATH = "/token";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger granted = new AtomicInteger();
    private volatile int status = 200;
    private volatile Runnable delay = () -> {};

    public TokenEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PATH, this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** What a realm's {@code smtpServer} must hold, beside the mail server's own settings, to log in with tokens from here. */
    public Map<String, String> smtpSettings(String clientSecret) {
        return Map.of(
                "authType", "token",
                "user", "mailer@example.test",
                "authTokenUrl", "http://localhost:" + server.getAddress().getPort() + PATH,
                "authTokenScope", "smtp",
                "authTokenClientId", "mailer",
                "authTokenClientSecret", clientSecret);
    }

    /** From now on the client is known. */
    public void grant() {
        status = 200;
    }

    /** From now on the client is not known. */
    public void refuse() {
        answer(401);
    }

    /** From now on it answers so. */
    public void answer(int code) {
        status = code;
    }

    /** From now on this comes before each answer. */
    public void delay(Runnable before) {
        delay = before;
    }

    /** The bodies of all requests, oldest first. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        delay.run();
        if (status == 204) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else if (status == 200) {
            send(
                    exchange,
                    200,
                    "{\"access_token\":\"token %d\",\"expires_in\":300}".formatted(granted.incrementAndGet()));
        } else {
            send(exchange, status, "{\"error\":\"invalid_client\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
