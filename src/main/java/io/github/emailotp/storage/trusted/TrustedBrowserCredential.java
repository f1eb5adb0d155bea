package io.github.emailotp.storage.trusted;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.emailotp.storage.CredentialText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * A trusted browser as it stands among the user's credentials. Its label is for people, who may change it, and says nothing to the program.
 *
 * @param id of the credential
 * @param createdAt to the millisecond
 * @param data what administrators see
 * @param secret what nobody sees
 */
record TrustedBrowserCredential(String id, Instant createdAt, Data data, Secret secret) {

    static final String TYPE = "email-otp-trusted-browser";

    /**
     * When its trust ends, and what the account was when it was given; a contract with what is stored.
     *
     * @param expires in seconds since 1970
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Data(
            @JsonProperty("expires") long expires,
            @JsonProperty("accountHash") String accountHash) {}

    /** The hash of the cookie's secret; a contract with what is stored. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Secret(@JsonProperty("hash") String hash) {

        /** Without the hash. */
        @Override
        public String toString() {
            return "Secret[]";
        }
    }

    static CredentialModel of(String secret, String accountHash, String label, Instant now, Duration lifetime) {
        CredentialModel credential = new CredentialModel();
        credential.setType(TYPE);
        credential.setUserLabel(label);
        credential.setCreatedDate(now.toEpochMilli());
        credential.setSecretData(CredentialText.of(new Secret(TrustToken.hash(secret))));
        credential.setCredentialData(
                CredentialText.of(new Data(now.plus(lifetime).getEpochSecond(), accountHash)));
        return credential;
    }

    /** Empty if it cannot be read: then it is trusted by nobody. */
    static Optional<TrustedBrowserCredential> read(CredentialModel stored) {
        try {
            Data data = JsonSerialization.readValue(stored.getCredentialData(), Data.class);
            Secret secret = JsonSerialization.readValue(stored.getSecretData(), Secret.class);
            return data.accountHash() == null || secret.hash() == null || stored.getCreatedDate() == null
                    ? Optional.empty()
                    : Optional.of(new TrustedBrowserCredential(
                            stored.getId(), Instant.ofEpochMilli(stored.getCreatedDate()), data, secret));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    boolean isOf(TrustToken token) {
        return id.equals(token.credential()) && isSame(secret.hash(), TrustToken.hash(token.secret()));
    }

    boolean isExpired(Instant now) {
        return now.getEpochSecond() >= data.expires();
    }

    boolean isFor(String accountHash) {
        return isSame(data.accountHash(), accountHash);
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
