package io.github.emailotp.server.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** HTTP to the admin API as an administrator of the master realm: access token, JSON, status. Safe for several threads. */
final class AdminConnection {

    /**
     * What the server says.
     *
     * @param body a missing node without a body
     * @param location the header of this name; empty without it
     */
    record Answer(JsonNode body, String location) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;
    private final String user;
    private final String password;
    private String token = "";
    private Instant tokenExpiresAt = Instant.MIN;

    AdminConnection(String server, String user, String password) {
        this.server = server;
        this.user = user;
        this.password = password;
    }

    /** Sends a request; a missing node stands for no body. */
    Answer send(String method, String path, JsonNode body) {
        return send(method, path, "application/json", body.isMissingNode() ? "" : body.toString());
    }

    /** Posts the fields of a form. */
    Answer post(String path, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, "application/x-www-form-urlencoded", form);
    }

    private Answer send(String method, String path, String contentType, String body) {
        // The list of realms is the only address without a realm; there the slash must not be.
        String slash = path.isEmpty() || path.startsWith("?") ? "" : "/";
        var request = HttpRequest.newBuilder(URI.create(server + "/admin/realms" + slash + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", contentType)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return successful(request);
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private synchronized String token() {
        if (Instant.now().isBefore(tokenExpiresAt)) {
            return token;
        }
        var form =
                "grant_type=password&client_id=admin-cli&username=" + encoded(user) + "&password=" + encoded(password);
        var request = HttpRequest.newBuilder(URI.create(server + "/realms/master/protocol/openid-connect/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        JsonNode answer = successful(request).body();
        token = answer.required("access_token").asText();
        // A third of its life is left for clocks, pauses and the request itself.
        tokenExpiresAt = Instant.now().plusSeconds(answer.required("expires_in").asLong() * 2 / 3);
        return token;
    }

    private Answer successful(HttpRequest request) {
        HttpResponse<String> response =
                http.sendAsync(request, BodyHandlers.ofString()).join();
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException("%s %s answered %d %s"
                    .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
        }
        try {
            String location = response.headers().firstValue("Location").orElse("");
            return new Answer(JSON.readTree(response.body()), location);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + response.body(), e);
        }
    }
}
