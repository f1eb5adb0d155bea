package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.mail.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;

/** A Keycloak and all that runs for the tests with it, or for the benchmark. */
public record TestBed(Keycloak keycloak, TestRealm realm, MailServers mail, TestApp app) implements AutoCloseable {

    /**
     * Starts the Keycloak of a setup, and the rest around it.
     *
     * @param realmFile the resource that the realm is imported from; its mails go to {@link MailServers#plain()}, and its
     *     clients lead to the {@link TestApp}
     */
    public static TestBed start(Function<ServerSetup, ? extends Keycloak> starter, String realmFile) {
        var setup = ServerSetup.ofBuild();
        var certificate = ServerCertificate.in(setup.work());
        var mail = MailServers.start(certificate);
        var app = new TestApp();
        var keycloak = starter.apply(setup.with(Map.of(
                "log-level",
                "INFO,io.github.emailotp:debug",
                "metrics-enabled",
                "true",
                "proxy-headers",
                "xforwarded",
                "features",
                "docker,transient-users",
                // The default of 26.0, and what an administrator can choose of later versions.
                "spi-login-protocol--openid-connect--allow-client-initiated-account-linking",
                "true",
                "truststore-paths",
                certificate.pem().toString())));
        ObjectNode realm = realm(realmFile, mail, app);
        keycloak.admin().importRealm(realm);
        String name = realm.required("realm").asText();
        return new TestBed(keycloak, new TestRealm(name, keycloak, app, mail.plain()), mail, app);
    }

    @Override
    public void close() {
        keycloak.stop();
        app.close();
        mail.close();
    }

    private static ObjectNode realm(String file, MailServers mail, TestApp app) {
        var json = new ObjectMapper();
        try (InputStream in = TestBed.class.getResourceAsStream(file)) {
            var realm = (ObjectNode) json.readTree(in);
            realm.set("smtpServer", json.valueToTree(mail.plain().smtpSettings()));
            for (JsonNode client : realm.required("clients")) {
                ((ObjectNode) client).putArray("redirectUris").add(app.url());
            }
            return RealmKeys.in(realm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
