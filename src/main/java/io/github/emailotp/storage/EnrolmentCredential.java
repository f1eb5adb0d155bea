package io.github.emailotp.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.MaskedAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * What is stored of somebody who has enrolled. Consoles show its label and the masked address; with which address it was is remembered as a
 * salted hash, which they are never sent. Labels can be changed, and mean nothing.
 */
final class EnrolmentCredential {

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** For the eyes of administrators; a contract with what is stored. */
    private record Data(@JsonProperty("address") String masked) {}

    /** Another way to hash is another name. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Secret(
            @JsonProperty("salt") String salt,
            @JsonProperty("sha256") String hash) {}

    private EnrolmentCredential() {}

    static CredentialModel of(String address, Instant now) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return of(address, base64(salt), now);
    }

    static CredentialModel of(String address, String salt, Instant now) {
        CredentialModel enrolled = new CredentialModel();
        enrolled.setType(Enrolment.TYPE);
        enrolled.setUserLabel(MaskedAddress.of(address));
        enrolled.setCreatedDate(now.toEpochMilli());
        enrolled.setCredentialData(CredentialText.of(new Data(MaskedAddress.of(address))));
        enrolled.setSecretData(CredentialText.of(new Secret(salt, hash(salt, address))));
        return enrolled;
    }

    /** Whether it is this address that was enrolled; one that cannot be read is nobody's. */
    static boolean isFor(String address, CredentialModel enrolled) {
        try {
            Secret secret = JsonSerialization.readValue(enrolled.getSecretData(), Secret.class);
            return secret != null
                    && secret.salt() != null
                    && hash(secret.salt(), address).equals(secret.hash());
        } catch (IOException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static String hash(String salt, String address) {
        MessageDigest hash = HashedName.sha256();
        hash.update(salt.getBytes(StandardCharsets.UTF_8));
        return base64(hash.digest(Binding.canonical(address).getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
