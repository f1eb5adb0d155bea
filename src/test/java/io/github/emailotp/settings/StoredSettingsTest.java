package io.github.emailotp.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

@DisplayName("The settings that a step has stored")
class StoredSettingsTest {

    private final StoredSettings settings = new StoredSettings(Factor.SECOND);
    private final Map<String, String> stored = new HashMap<>(Map.of("resendCooldown", "40"));

    @Test
    void areReadOnce() {
        EmailOtpSettings first = read();
        assertThat(read()).isSameAs(first);
    }

    @Test
    void areReadAnewOnceTheyHaveChanged() {
        assertThat(cooldown()).isEqualTo(Duration.ofSeconds(40));
        stored.put("resendCooldown", "50");
        assertThat(cooldown()).isEqualTo(Duration.ofSeconds(50));
        stored.put("resendCooldown", "40");
        assertThat(cooldown()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void areTheUsualOnesWhereThereAreNone() {
        RealmModel realm = realm();
        assertThat(settings.of(realm, null)).isEqualTo(settings.of(realm, "", Map.of()));
    }

    private Duration cooldown() {
        return read().policy().cooldown();
    }

    private EmailOtpSettings read() {
        return settings.of(realm(), "step", stored);
    }

    private static RealmModel realm() {
        return Fake.answering(RealmModel.class, Map.of("getName", given -> "realm"));
    }
}
