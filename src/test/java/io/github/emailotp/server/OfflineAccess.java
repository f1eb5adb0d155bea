package io.github.emailotp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * What {@code test-app} has of a login: tokens, and, if it has asked for that, an offline session, by which it goes on for months.
 *
 * @param refreshToken by which it gets others
 */
public record OfflineAccess(TestRealm realm, String refreshToken) {

    private static final String CLIENT = "test-app";

    /** The address that begins a login for offline access. */
    public static URI loginUrl(TestRealm realm) {
        return URI.create(realm.loginUrl().replace("scope=openid", "scope=openid%20offline_access"));
    }

    /** Of a login that has ended with this page. */
    public static OfflineAccess after(Page page, TestRealm realm) {
        String code = page.authorizationCode().orElseThrow();
        String grant = "grant_type=authorization_code&redirect_uri=" + realm.appUrl() + "&code=" + code;
        return new OfflineAccess(
                realm, token(realm, grant).required("refresh_token").asText());
    }

    /** What the application is told that wants another token. */
    public JsonNode refreshed() {
        return token(realm, "grant_type=refresh_token&refresh_token=" + refreshToken);
    }

    /** The account's offline sessions. */
    public static JsonNode sessions(TestRealm realm, TestUser user) {
        String client = realm.admin()
                .get(realm.name() + "/clients?clientId=" + CLIENT)
                .get(0)
                .required("id")
                .asText();
        return realm.admin().get(realm.name() + "/users/" + user.id() + "/offline-sessions/" + client);
    }

    private static JsonNode token(TestRealm realm, String grant) {
        Page answer = realm.newClient()
                .post(
                        URI.create(realm.url() + "/protocol/openid-connect/token"),
                        "application/x-www-form-urlencoded",
                        grant + "&client_id=" + CLIENT);
        try {
            return new ObjectMapper().readTree(answer.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
