package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** What people change of their account by themselves, as the account console has it: by a token of the session of their browser. */
public final class OwnAccount {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestRealm realm;
    private final String token;

    private OwnAccount(TestRealm realm, String token) {
        this.realm = realm;
        this.token = token;
    }

    /** Of whoever is logged in there. */
    public static OwnAccount in(LoginClient browser, TestRealm realm) {
        Page in = browser.newTab().openLogin();
        Page answer = realm.newClient()
                .post(
                        URI.create(realm.url() + "/protocol/openid-connect/token"),
                        "application/x-www-form-urlencoded",
                        "grant_type=authorization_code&client_id=test-app&redirect_uri=" + realm.appUrl() + "&code="
                                + in.authorizationCode().orElseThrow());
        return new OwnAccount(
                realm, json(answer.text()).required("access_token").asText());
    }

    /** When the session was begun, as applications are told, in seconds. */
    long authTime() {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return json(claims).required("auth_time").asLong();
    }

    /** Saves "Personal info" with another address; answers the status. */
    int setAddress(String address) {
        ObjectNode account = json(send(request("")).body());
        account.remove("userProfileMetadata");
        account.put("email", address);
        return send(request("")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(account.toString())))
                .statusCode();
    }

    /** The types of what is set up, as the account console lists it. */
    public List<String> credentialTypes() {
        HttpResponse<String> answer = send(request("credentials"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(parse(answer.body()).spliterator(), false)
                .filter(way -> !way.path("userCredentialMetadatas").isEmpty())
                .map(way -> way.path("type").asText())
                .toList();
    }

    /** Removes one of the ways to log in; answers the status. */
    int removeCredential(String id) {
        return send(request("credentials/" + id).DELETE()).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(realm.url() + "/account/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HttpClient.newHttpClient()
                .sendAsync(request.build(), BodyHandlers.ofString())
                .join();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) parse(text);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
