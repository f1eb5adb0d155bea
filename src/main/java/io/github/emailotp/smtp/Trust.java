package io.github.emailotp.smtp;

import java.security.KeyStore;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.keycloak.common.enums.HostnameVerificationPolicy;
import org.keycloak.models.KeycloakSession;
import org.keycloak.truststore.JSSETruststoreConfigurator;
import org.keycloak.truststore.TruststoreProvider;

/**
 * Keycloak's truststore as a socket factory. The factory is made once per truststore, so that connections made with it can be
 * shared; it holds certificates and no Keycloak session. Thread-safe.
 */
final class Trust {

    private volatile Optional<Trusted> last = Optional.empty();

    private record Trusted(KeyStore store, HostnameVerificationPolicy policy, SSLSocketFactory sockets) {

        boolean isOf(TruststoreProvider provider) {
            return store == provider.getTruststore() && policy == provider.getPolicy();
        }
    }

    /**
     * Adds what {@code DefaultEmailSenderProvider.setupTruststore} adds; nothing if Keycloak has no truststore.
     */
    void addTo(Properties properties, KeycloakSession session) {
        JSSETruststoreConfigurator configurator = new JSSETruststoreConfigurator(session);
        if (configurator.getProvider() == null) {
            return;
        }
        Trusted trusted =
                last.filter(known -> known.isOf(configurator.getProvider())).orElseGet(() -> remember(configurator));
        properties.put("mail.smtp.ssl.socketFactory", trusted.sockets);
        boolean anyHost = trusted.policy == HostnameVerificationPolicy.ANY;
        properties.setProperty("mail.smtp.ssl.checkserveridentity", String.valueOf(!anyHost));
        if (anyHost) {
            properties.setProperty("mail.smtp.ssl.trust", "*");
        }
    }

    private Trusted remember(JSSETruststoreConfigurator configurator) {
        TruststoreProvider provider = configurator.getProvider();
        var trusted = new Trusted(provider.getTruststore(), provider.getPolicy(), configurator.getSSLSocketFactory());
        last = Optional.of(trusted);
        return trusted;
    }
}
