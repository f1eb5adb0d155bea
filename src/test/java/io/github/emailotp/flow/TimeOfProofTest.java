package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.storage.Cells;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeyManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;

@DisplayName("When an address was proven first")
class TimeOfProofTest {

    private final Map<String, String> texts = new HashMap<>();
    private final RealmModel realm =
            Fake.answering(RealmModel.class, Map.of("getId", given -> "realm", "getName", given -> "realm"));
    private final KeycloakSession session = Fake.answering(
            KeycloakSession.class,
            Map.of(
                    "getProvider",
                    given -> Fake.answering(
                            Cells.class,
                            Map.of(
                                    "read",
                                    asked -> Optional.ofNullable(texts.get(asked.get(0))),
                                    "write",
                                    asked -> texts.put((String) asked.get(0), (String) asked.get(1)),
                                    "replace",
                                    asked -> texts.replace(
                                            (String) asked.get(0), (String) asked.get(1), (String) asked.get(2)))),
                    "keys",
                    given -> Fake.answering(KeyManager.class, Map.of("getActiveKey", asked -> key())),
                    "realms",
                    given -> Fake.answering(RealmProvider.class, Map.of("getRealm", asked -> realm))));
    private final TimeOfProof time = new TimeOfProof(session, realm, "alice");

    private static KeyWrapper key() {
        KeyWrapper key = new KeyWrapper();
        key.setKid("kid");
        key.setSecretKey(new SecretKeySpec("secret".getBytes(StandardCharsets.US_ASCII), "HS512"));
        return key;
    }

    /** As one server writes it, and another reads it. */
    @Test
    void isRememberedInThisForm() {
        Runnable back = time.isNow();
        assertThat(texts.values()).singleElement().asString().matches("\\d{10}");
        back.run();
        assertThat(texts.values()).containsExactly("0");
        texts.replaceAll((name, text) -> "1700000000");
        assertThat(time.second(Optional.empty())).contains(1_700_000_000);
    }
}
