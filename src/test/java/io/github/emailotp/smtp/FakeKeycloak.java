package io.github.emailotp.smtp;

import static io.github.emailotp.Fake.answering;

import java.security.KeyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.http.client.HttpClient;
import org.apache.http.impl.client.HttpClients;
import org.keycloak.common.enums.HostnameVerificationPolicy;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.truststore.TruststoreProvider;
import org.keycloak.truststore.TruststoreProviderFactory;
import org.keycloak.vault.VaultStringSecret;
import org.keycloak.vault.VaultTranscriber;

/**
 * As much of a Keycloak session as a mail sender may look at: vault, truststore, HTTP client, and the id of the realm.
 * Whatever else is asked fails.
 */
final class FakeKeycloak {

    /** Secrets by their reference; what is not in here is its own secret. */
    final Map<String, String> vault = new HashMap<>();

    /** Keycloak's truststore; without one, Java's own certificates are trusted. */
    Optional<KeyStore> truststore = Optional.empty();

    /** {@link SendTerms}. */
    Optional<Instant> deadline = Optional.empty();

    /** {@link SendTerms}. */
    boolean isRehearsal;

    /** What asking the vault and the truststore comes to first. */
    Runnable vaultTrouble = () -> {};

    Runnable truststoreTrouble = () -> {};

    /** Keycloak's client for what is asked by HTTP. */
    Supplier<HttpClient> http = HttpClients::createDefault;

    HostnameVerificationPolicy policy = HostnameVerificationPolicy.DEFAULT;

    /** A new session, as every request has one. */
    KeycloakSession session() {
        return answering(
                KeycloakSession.class,
                Map.of(
                        "vault", arguments -> vault(),
                        "getKeycloakSessionFactory", arguments -> factory(),
                        "getProvider", arguments -> httpClient(),
                        "getAttribute", arguments -> attribute((String) arguments.get(0)),
                        "getContext", arguments -> context()));
    }

    private Object attribute(String name) {
        return name.endsWith("rehearsal") ? isRehearsal : deadline.orElse(null);
    }

    private VaultTranscriber vault() {
        return answering(VaultTranscriber.class, Map.of("getStringSecret", given -> secret((String) given.get(0))));
    }

    private VaultStringSecret secret(String reference) {
        vaultTrouble.run();
        return new VaultStringSecret() {
            @Override
            public Optional<String> get() {
                return Optional.ofNullable(vault.get(reference));
            }

            @Override
            public void close() {}
        };
    }

    private KeycloakSessionFactory factory() {
        return answering(
                KeycloakSessionFactory.class,
                Map.of(
                        "getProviderFactory",
                        given -> answering(TruststoreProviderFactory.class, Map.of("create", session -> trust()))));
    }

    private TruststoreProvider trust() {
        truststoreTrouble.run();
        return answering(
                TruststoreProvider.class,
                Map.of("getTruststore", given -> truststore.orElse(null), "getPolicy", given -> policy));
    }

    private HttpClientProvider httpClient() {
        return answering(
                HttpClientProvider.class,
                Map.of(
                        "getHttpClient", given -> http.get(),
                        "getMaxConsumedResponseSize", given -> 10_000L));
    }

    private static KeycloakContext context() {
        RealmModel realm = answering(RealmModel.class, Map.of("getId", given -> "realm"));
        return answering(KeycloakContext.class, Map.of("getRealm", given -> realm));
    }
}
