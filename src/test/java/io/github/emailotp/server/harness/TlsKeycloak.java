package io.github.emailotp.server.harness;

import io.github.emailotp.server.mail.ServerCertificate;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Keycloak server that people reach by TLS, for browsers that take no cookie with {@code Secure} from {@code http://localhost}.
 * Its certificate is that of the mail servers.
 */
public final class TlsKeycloak extends AroundServer {

    private final ServerCertificate certificate;
    private final int port;

    private TlsKeycloak(KeycloakServer server, ServerCertificate certificate, int port) {
        super(server);
        this.certificate = certificate;
        this.port = port;
    }

    static TlsKeycloak start(ServerSetup setup) {
        var certificate = ServerCertificate.in(setup.work());
        int port = FreePort.any();
        var server = KeycloakServer.start(setup.at(setup.work().resolve("tls-" + setup.version()))
                .with(certificate.serverOptions())
                .with(Map.of(
                        "https-port",
                        Integer.toString(port),
                        // Keycloak 26.0 does not know this: there, what it measures would be read by TLS only.
                        "http-management-scheme",
                        "http")));
        return new TlsKeycloak(server, certificate, port);
    }

    /** What a browser has to trust, as PEM. */
    public Path certificate() {
        return certificate.pem();
    }

    @Override
    public String url() {
        return "https://localhost:" + port;
    }
}
