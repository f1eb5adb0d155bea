package io.github.emailotp.server.mail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Keycloak fetches the tokens for a mail server (RFC 6749 §4.4), on a free loopback port: {@code token-1}, {@code
 * token-2} and so on. It grants until it is told to refuse, and tells mail servers which tokens are good (RFC 7662). Safe for use by several threads.
 */
public final class TokenEndpoint implements AutoCloseable {

    private static final String PATH = "/token";
    private static final String QUESTIONS = "/introspect";
    private static final String USER = "mailer@example.test";
    private static final Pattern TOKEN = Pattern.compile("token-(\\d+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final AtomicInteger granted = new AtomicInteger();
    private volatile int step = 1;
    private volatile int revoked;
    private volatile long life = 300;
    private volatile int status = 200;
    private volatile Map<String, String> headers = Map.of();
    private volatile Runnable delay = () -> {};

    public TokenEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PATH, this::answer);
        server.createContext(QUESTIONS, this::introspect);
        server.setExecutor(threads);
        server.start();
    }

    /** What a realm's {@code smtpServer} must hold, beside the mail server's own settings, to log in with tokens from here. */
    public Map<String, String> smtpSettings(String clientSecret) {
        return Map.of(
                "authType",
                "token",
                "user",
                USER,
                "authTokenUrl",
                url(PATH),
                "authTokenScope",
                "smtp",
                "authTokenClientId",
                "mailer",
                "authTokenClientSecret",
                clientSecret);
    }

    /** Where a mail server asks whether a token is good. */
    public String introspectionUrl() {
        return url(QUESTIONS);
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** From now on tokens say that they live so long. */
    public void grantFor(Duration told) {
        life = told.toSeconds();
    }

    /** From now on it is always the same token. */
    public void grantTheSame() {
        step = 0;
    }

    /** No token that was granted before is good any more, however long it should have lived. */
    public void revoke() {
        revoked = granted.get();
    }

    /** No token is good, whenever it is granted. */
    public void revokeAll() {
        revoked = Integer.MAX_VALUE;
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
        answer(code, Map.of());
    }

    /** From now on it answers so, with those of these headers that are not empty. */
    public void answer(int code, Map<String, String> more) {
        headers = more;
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

    /** What mail servers asked, oldest first. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        delay.run();
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        if (status == 204) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else if (status == 200) {
            send(
                    exchange,
                    200,
                    "{\"access_token\":\"token-%d\",\"expires_in\":%d}".formatted(granted.addAndGet(step), life));
        } else {
            send(exchange, status, "{\"error\":\"invalid_client\"}");
        }
    }

    private void introspect(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        questions.add(question);
        Matcher token = TOKEN.matcher(question);
        boolean good = token.find() && Integer.parseInt(token.group(1)) > revoked;
        send(
                exchange,
                200,
                good
                        ? "{\"active\":true,\"username\":\"%s\",\"scope\":\"smtp\"}".formatted(USER)
                        : "{\"active\":false}");
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
