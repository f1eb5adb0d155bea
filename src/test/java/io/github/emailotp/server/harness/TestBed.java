package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.mail.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** All that runs for the server tests of one JVM. */
record TestBed(KeycloakServer server, TestRealm realm, MailServers mail, TestApp app) implements AutoCloseable {

    static TestBed start() {
        var setup = ServerSetup.ofBuild();
        var certificate = ServerCertificate.in(setup.work());
        var mail = MailServers.start(certificate);
        var app = new TestApp();
        var server = KeycloakServer.start(setup.with(Map.of(
                "log-level",
                "INFO,io.github.emailotp:debug",
                "proxy-headers",
                "xforwarded",
                "truststore-paths",
                certificate.pem().toString())));
        server.admin().importRealm(realm(mail, app));
        return new TestBed(server, new TestRealm(server, app, mail.plain()), mail, app);
    }

    @Override
    public void close() {
        server.stop();
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
