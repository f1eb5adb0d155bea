package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.flow.BrowserToken.Owner;
import io.github.emailotp.otp.SealingKeys;
import io.github.emailotp.otp.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The cookie of a known browser")
class BrowserTokenTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:05:00.123Z");
    private static final Owner ALICE = new Owner("realm", "alice", "alice@example.test");
    private static final Duration LIFETIME = Duration.ofDays(90);

    private final SealingKeys keys = new Keys();
    private final BrowserToken token = BrowserToken.issue(ALICE, NOW, keys.active());

    private static final class Keys implements SealingKeys {

        @Override
        public SealingKey active() {
            return TestKey.named("key-1");
        }

        @Override
        public Optional<SealingKey> find(String keyId) {
            return keyId.startsWith("key-") ? Optional.of(TestKey.named(keyId)) : Optional.empty();
        }
    }

    @Test
    void isGenuineAsItWasIssued() {
        BrowserToken read = BrowserToken.parse(token.text()).orElseThrow();
        assertThat(read).isEqualTo(token);
        assertThat(read.isGenuine(ALICE, keys)).isTrue();
    }

    /** As it was released: another form would make strangers of all browsers, and needs another name at the beginning of its MAC. */
    @Test
    void isTheSameForEveryServer() {
        String text = "6b65792d31.1700000000.86fd7e9c836f9f06ee7da3e609ca0e280422891d44d69e4db5f99ee0b4c9ef98";
        Instant at = Instant.ofEpochSecond(1_700_000_000);
        assertThat(BrowserToken.issue(ALICE, at, keys.active()).text()).isEqualTo(text);
        assertThat(BrowserToken.parse(text).orElseThrow().isGenuine(ALICE, keys))
                .isTrue();
    }

    /** Application firewalls look for comments of SQL and the like. */
    @Test
    void hasNothingInItThatAFilterCouldMistake() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(BrowserToken.issue(ALICE, NOW.plusSeconds(i), keys.active())
                            .text())
                    .matches("[0-9a-f]+\\.[0-9]+\\.[0-9a-f]{64}");
        }
    }

    @Test
    void isGenuineHoweverTheAddressIsWritten() {
        assertThat(token.isGenuine(new Owner("realm", "alice", "ALICE@Example.test"), keys))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "other, alice, alice@example.test",
        "realm, bob, alice@example.test",
        "realm, alice, bob@example.test",
        "realm, alice, ''"
    })
    void isNoneForAnybodyElseNorForAnotherAddress(String realm, String user, String address) {
        assertThat(token.isGenuine(new Owner(realm, user, address), keys)).isFalse();
    }

    @Test
    void isNoneOnceItIsChanged() {
        assertThat(new BrowserToken("key-1", token.issuedAt().plusSeconds(1), token.mac()).isGenuine(ALICE, keys))
                .isFalse();
        assertThat(new BrowserToken("key-2", token.issuedAt(), token.mac()).isGenuine(ALICE, keys))
                .isFalse();
        assertThat(new BrowserToken("gone", token.issuedAt(), token.mac()).isGenuine(ALICE, keys))
                .isFalse();
        assertThat(new BrowserToken("key-1", token.issuedAt(), "").isGenuine(ALICE, keys))
                .isFalse();
    }

    @Test
    void isFreshForItsLifetime() {
        Instant issued = token.issuedAt();
        assertThat(token.isFresh(issued, LIFETIME, 0)).isTrue();
        assertThat(token.isFresh(issued.plus(LIFETIME).minusSeconds(1), LIFETIME, 0))
                .isTrue();
        assertThat(token.isFresh(issued.plus(LIFETIME), LIFETIME, 0)).isFalse();
        assertThat(token.isFresh(issued, Duration.ZERO, 0)).isFalse();
    }

    @Test
    void isNoMoreFreshWhenItWasRevoked() {
        long issued = token.issuedAt().getEpochSecond();
        assertThat(token.isFresh(NOW, LIFETIME, issued)).isTrue();
        assertThat(token.isFresh(NOW, LIFETIME, issued + 1)).isFalse();
    }

    /** Whoever makes one up may write any time into it. */
    @ParameterizedTest
    @ValueSource(longs = {-31_557_014_167_219_200L, 31_556_889_864_403_199L})
    void canBearAnyTime(long seconds) {
        BrowserToken token = BrowserToken.parse("6b." + seconds + ".00").orElseThrow();
        assertThat(token.isFresh(NOW, LIFETIME, Long.MIN_VALUE)).isEqualTo(seconds > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "....", "%00", "AAAA.99999999999999999999.AAAA", "!!.1.AAAA"})
    void cannotBeMadeUp(String text) {
        assertThat(BrowserToken.parse(text).filter(made -> made.isGenuine(ALICE, keys)))
                .isEmpty();
    }
}
