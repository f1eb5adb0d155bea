package io.github.emailotp.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestBed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * What measures inside of the server, in {@link io.github.emailotp.bench.server}.
 *
 * @param provider the id of its provider, which is its place in the realm's address
 */
record Probe(TestBed bed, String provider) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /**
     * Answers what the probe answers.
     *
     * @throws IllegalStateException if it fails
     */
    JsonNode ask(String method, String path) {
        return ask(bed.keycloak().url(), method, path);
    }

    /** Asks all servers, one after the other. */
    List<JsonNode> askAll(String method, String path) {
        return bed.keycloak().servers().stream()
                .map(server -> ask(server, method, path))
                .toList();
    }

    /** The sum of what all servers answer, which are numbers. */
    long sum(String path) {
        return askAll("GET", path).stream().mapToLong(JsonNode::asLong).sum();
    }

    /** Asks this server. */
    JsonNode ask(KeycloakServer server, String method, String path) {
        return ask(server.url(), method, path);
    }

    private JsonNode ask(String server, String method, String path) {
        String address = server + "/realms/" + bed.realm().name() + "/" + provider + "/" + path;
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(TIMEOUT)
                .method(method, BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer =
                HTTP.sendAsync(request, BodyHandlers.ofString()).join();
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + address + " answered " + answer.statusCode());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + answer.body(), e);
        }
    }
}
