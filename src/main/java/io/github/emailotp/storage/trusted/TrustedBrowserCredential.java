package io.github.emailotp.storage.trusted;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.emailotp.storage.CredentialText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
     * @param factors the ids of the second factors and passkeys that the account had then; not written if it had none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Data(
            @JsonProperty("expires") long expires,
            @JsonProperty("accountHash") String accountHash,

            @JsonProperty("factors") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> factors) {

        Data {
            factors = factors == null ? List.of() : List.copyOf(factors);
        }
    }

    /** The hash of the cookie's secret; a contract with what is stored. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Secret(@JsonProperty("hash") String hash) {

        /** Without the hash. */
        @Override
        public String toString() {
            return "Secret[]";
        }
    }

    /**
     * What an account is, as far as trust is given to it.
     *
     * @param hash of its address and passwords
     * @param factors the ids of what it has beside them
     */
    record Account(String hash, List<String> factors) {}

    static CredentialModel of(String secret, Account account, String label, Instant now, Duration lifetime) {
        CredentialModel credential = new CredentialModel();
        credential.setType(TYPE);
        credential.setUserLabel(label);
        credential.setCreatedDate(now.toEpochMilli());
        credential.setSecretData(CredentialText.of(new Secret(TrustToken.hash(secret))));
        credential.setCredentialData(
                CredentialText.of(new Data(now.plus(lifetime).getEpochSecond(), account.hash(), account.factors())));
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

    /** One that has got another factor since is the same. */
    boolean isFor(Account account) {
        return isSame(data.accountHash(), account.hash()) && account.factors().containsAll(data.factors());
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
