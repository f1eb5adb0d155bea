package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.emailotp.server.harness.ReverseProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The directives of {@code docs/around.md}, as they stand there, in real proxies; on demand, by {@code src/test/scripts/proxies.sh}. What
 * Keycloak makes of the headers is in {@link MailBudgetIT}.
 */
@Tag("proxies")
@DisplayName("A proxy of the documentation")
class ProxiesIT {

    private static final int OVERWRITES = 1;
    private static final int REMOVES = 2;
    private static final int ADDS = 3;
    private static final Pattern DIRECTIVE = Pattern.compile("`([^`]+)`");
    private static final String FORGED = "6.6.6.6";

    /** Answers what it was sent: the addresses of either header. */
    private HttpServer behind;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() throws IOException {
        behind = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        behind.createContext("/", ProxiesIT::tell);
        behind.start();
    }

    @AfterEach
    void stop() {
        behind.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void overwritesWhatTheClientSaysOfItself(ReverseProxy.Kind kind) throws IOException {
        List<String> directives = Stream.of(OVERWRITES, REMOVES)
                .flatMap(column -> directives(kind, column).stream())
                .toList();
        assertThat(seenBehind(kind, directives)).isEqualTo("[127.0.0.1] null");
    }

    @ParameterizedTest
    @EnumSource
    void passesOnWhatTheClientSaysOfItselfIfItAdds(ReverseProxy.Kind kind) throws IOException {
        assertThat(seenBehind(kind, directives(kind, ADDS))).startsWith("[" + FORGED);
    }

    private String seenBehind(ReverseProxy.Kind kind, List<String> directives) throws IOException {
        try (var proxy =
                ReverseProxy.start(kind, directives, behind.getAddress().getPort(), folder)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.url() + "/"))
                    .header("X-Forwarded-For", FORGED)
                    .header("Forwarded", "for=" + FORGED)
                    .build();
            return HttpClient.newHttpClient()
                    .sendAsync(request, BodyHandlers.ofString())
                    .join()
                    .body();
        }
    }

    private static List<String> directives(ReverseProxy.Kind kind, int column) {
        try {
            String row = Files.readAllLines(Path.of("docs", "around.md")).stream()
                    .filter(line -> line.startsWith("| " + kind.title() + " |"))
                    .findFirst()
                    .orElseThrow();
            return DIRECTIVE
                    .matcher(row.split(" \\| ", -1)[column])
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void tell(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = exchange.getRequestHeaders();
            byte[] answer =
                    (headers.get("X-forwarded-for") + " " + headers.get("Forwarded")).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
