package io.github.emailotp.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.emailotp.otp.Acquaintance;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/** The lock as it stands among the user's credentials. */
final class GuessLockCredential {

    static final String TYPE = "email-otp-lock";

    private static final String NO_SECRET = "{}";

    /** For whom it is closed, and why; a contract with what administrators have stored. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Data(
            @JsonProperty("browsers") String browsers,
            @JsonProperty("failures") int failures) {}

    private GuessLockCredential() {}

    static CredentialModel of(Acquaintance acquaintance, int failures, Instant now) {
        CredentialModel lock = new CredentialModel();
        lock.setType(TYPE);
        lock.setUserLabel(
                "Email code: disabled after " + failures + " wrong codes in a row. Delete to allow it again.");
        lock.setCreatedDate(now.toEpochMilli());
        lock.setSecretData(NO_SECRET);
        lock.setCredentialData(CredentialText.of(new Data(browsers(acquaintance), failures)));
        return lock;
    }

    /** Whether it is closed for these; one that cannot be read is closed for everybody. */
    static boolean isFor(Acquaintance acquaintance, CredentialModel lock) {
        return read(lock)
                .map(data -> data.browsers().equals(browsers(acquaintance)))
                .orElse(true);
    }

    private static Optional<Data> read(CredentialModel lock) {
        try {
            return Optional.ofNullable(JsonSerialization.readValue(lock.getCredentialData(), Data.class))
                    .filter(data -> data.browsers() != null);
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static String browsers(Acquaintance acquaintance) {
        return switch (acquaintance) {
            case KNOWN -> "known";
            case STRANGER -> "new";
            case ANONYMOUS -> "anonymous";
        };
    }
}
