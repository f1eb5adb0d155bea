package io.github.emailotp.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Web pages of the demo itself, on the loopback interface, until {@link #close()}. */
final class Pages implements AutoCloseable {

    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int NOT_FOUND = 404;

    /** A mail may bring its own styles, but loads nothing and runs nothing. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self';"
            + " style-src 'self' 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

    private final HttpServer server;

    private Pages(HttpServer server) {
        this.server = server;
    }

    /** Opens them on this port; there are none yet. */
    static Pages open(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.start();
            return new Pages(server);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the demo's pages on port " + port, e);
        }
    }

    /** The address of the first page. */
    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    /** A page, made anew for each request. */
    void serve(String path, String type, Supplier<String> content) {
        at(path, exchange -> {
            byte[] body = content.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .putAll(Map.of(
                            "Content-Type", List.of(type + "; charset=utf-8"),
                            "Content-Security-Policy", List.of(CONTENT_SECURITY_POLICY),
                            "Cache-Control", List.of("no-store")));
            exchange.sendResponseHeaders(OK, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** A file of the demo, under its own name. */
    void serveFile(String name, String type) {
        serve("/" + name, type, () -> file(name));
    }

    /** An address that leads to another. */
    void lead(String path, Supplier<URI> target) {
        at(path, exchange -> {
            exchange.getResponseHeaders()
                    .putAll(Map.of("Location", List.of(target.get().toString()), "Cache-Control", List.of("no-store")));
            exchange.sendResponseHeaders(SEE_OTHER, -1);
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void at(String path, Answer answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                // A context serves all that begins with its path, too.
                if (exchange.getRequestURI().getPath().equals(path)) {
                    answer.to(exchange);
                } else {
                    exchange.sendResponseHeaders(NOT_FOUND, -1);
                }
            }
        });
    }

    private static String file(String name) {
        try (InputStream in = Pages.class.getResourceAsStream("/demo/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Answer {

        void to(HttpExchange exchange) throws IOException;
    }
}
