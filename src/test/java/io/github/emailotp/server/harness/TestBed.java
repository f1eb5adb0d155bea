package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.mail.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;

/** A Keycloak and all that runs for the tests with it. */
record TestBed(Keycloak keycloak, TestRealm realm, MailServers mail, TestApp app) implements AutoCloseable {

    /** Starts the Keycloak of a setup, and the rest around it. */
    static TestBed start(Function<ServerSetup, ? extends Keycloak> starter) {
        var setup = ServerSetup.ofBuild();
        var certificate = ServerCertificate.in(setup.work());
        var mail = MailServers.start(certificate);
        var app = new TestApp();
        var keycloak = starter.apply(setup.with(Map.of(
                "log-level",
                "INFO,io.github.emailotp:debug",
                "proxy-headers",
                "xforwarded",
                "truststore-paths",
                certificate.pem().toString())));
        keycloak.admin().importRealm(realm(mail, app));
        return new TestBed(keycloak, new TestRealm(keycloak, app, mail.plain()), mail, app);
    }

    @Override
    public void close() {
        keycloak.stop();
        app.close();
        mail.close();
    }

    private static ObjectNode realm(MailServers mail, TestApp app) {
        var json = new ObjectMapper();
        try (InputStream in = TestBed.class.getResourceAsStream("/test-realm.json")) {
            var realm = (ObjectNode) json.readTree(in);
            realm.set("smtpServer", json.valueToTree(mail.plain().smtpSettings()));
            ((ObjectNode) realm.required("clients").required(0))
                    .putArray("redirectUris")
                    .add(app.url());
            return realm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
