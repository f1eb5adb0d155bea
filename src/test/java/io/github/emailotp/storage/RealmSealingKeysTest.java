package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeyManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** One server seals what another opens, and names what another counts on. */
@DisplayName("The realm's own key")
class RealmSealingKeysTest {

    private static final String ALGORITHM = "HS512";

    private final KeyWrapper key = new KeyWrapper();
    private final RealmSealingKeys keys = new RealmSealingKeys(
            Fake.answering(
                    KeycloakSession.class,
                    Map.of(
                            "keys",
                            given -> Fake.answering(
                                    KeyManager.class,
                                    Map.of(
                                            "getActiveKey",
                                            asked -> keyFor(asked.subList(1, 3)),
                                            "getKey",
                                            asked ->
                                                    asked.get(1).equals("kid") ? keyFor(asked.subList(2, 4)) : null)))),
            Fake.answering(RealmModel.class, Map.of()));

    private KeyWrapper keyFor(List<?> use) {
        assertThat(use).isEqualTo(List.of(KeyUse.SIG, ALGORITHM));
        key.setKid("kid");
        key.setSecretKey(
                new SecretKeySpec("0123456789abcdef".repeat(4).getBytes(StandardCharsets.US_ASCII), ALGORITHM));
        return key;
    }

    /** As any other program computes HMAC-SHA-512. */
    @Test
    void sealsAsItWasReleased() {
        byte[] input = "email-otp".getBytes(StandardCharsets.US_ASCII);
        String sealed =
                "3e5638fbbdc33af3369bd2f3569be88cf94dde15684e875c17ee57bb810a2e2e6de4f6ec1cca4fa27733a3e5ece69ebdd4c6e0dc4274ad0cb8baf4e0d30f484d";
        assertThat(HexFormat.of().formatHex(keys.active().mac(input))).isEqualTo(sealed);
        assertThat(HexFormat.of().formatHex(keys.find("kid").orElseThrow().mac(input)))
                .isEqualTo(sealed);
        assertThat(keys.find("another")).isEmpty();
    }
}
