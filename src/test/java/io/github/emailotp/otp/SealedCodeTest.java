package io.github.emailotp.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.SealingKeys.SealingKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sealed code")
class SealedCodeTest {

    private static final Binding BINDING = new Binding("realm", "user", "a@example.test", Purpose.LOGIN, "tab");

    private static final CodeFormat FORMAT = new CodeFormat(Alphabet.DIGITS, 8);

    private final OneTimeCode code = FORMAT.draw(new SecureRandom());
    private final SealedCode sealed = SealedCode.seal(code, FORMAT, BINDING, TestKey.named("key"));
    private final SealingKeys keys = keysWith("key");

    @Test
    void matchesItsCodeForItsBinding() {
        assertThat(sealed.matches(code, BINDING, keys)).isTrue();
    }

    @Test
    void matchesForNoOtherBinding() {
        assertThat(sealed.matches(code, new Binding("other", "user", "a@example.test", Purpose.LOGIN, "tab"), keys))
                .as("realm")
                .isFalse();
        assertThat(sealed.matches(code, new Binding("realm", "other", "a@example.test", Purpose.LOGIN, "tab"), keys))
                .as("user")
                .isFalse();
        assertThat(sealed.matches(code, new Binding("realm", "user", "b@example.test", Purpose.LOGIN, "tab"), keys))
                .as("address")
                .isFalse();
        assertThat(sealed.matches(code, new Binding("realm", "user", "a@example.test", Purpose.RESET, "tab"), keys))
                .as("purpose")
                .isFalse();
        assertThat(sealed.matches(code, new Binding("realm", "user", "a@example.test", Purpose.LOGIN, "other"), keys))
                .as("session")
                .isFalse();
    }

    @Test
    void tellsFieldsApartThatRunTogether() {
        Binding shifted = new Binding("realmu", "ser", "a@example.test", Purpose.LOGIN, "tab");
        assertThat(sealed.matches(code, shifted, keys)).isFalse();
    }

    @Test
    void isWorthlessWithoutItsKey() {
        assertThat(sealed.matches(code, BINDING, keysWith("another"))).isFalse();
    }

    /** As it was released: a login goes on while servers are updated. Another input has another name at its beginning. */
    @Test
    void isTheSameForEveryServer() {
        Binding binding = new Binding("realm", "alice", "Alice@example.test", Purpose.LOGIN, "root.tab.step");
        SealedCode same = SealedCode.seal(new OneTimeCode("12345678"), FORMAT, binding, TestKey.named("key"));
        assertThat(same.keyId()).isEqualTo("key");
        assertThat(same.mac()).isEqualTo("YNh3gAQfQWP7p-PPYc1QT1azhLw3DiSMPEUm31a_uKE");
    }

    @Test
    void holdsNothingOfTheCode() {
        assertThat(sealed.toString()).doesNotContain(code.reveal());
        assertThat(BINDING.toString()).doesNotContain("a@example.test");
    }

    private static SealingKeys keysWith(String id) {
        return new SealingKeys() {
            @Override
            public SealingKey active() {
                return TestKey.named(id);
            }

            @Override
            public Optional<SealingKey> find(String keyId) {
                return keyId.equals(id) ? Optional.of(active()) : Optional.empty();
            }
        };
    }
}
