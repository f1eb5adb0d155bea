package io.github.emailotp.flow.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody types who registers. */
@DisplayName("A typed address")
class TypedAddressTest {

    @Test
    void isTakenAsKeycloakStoresIt() {
        assertThat(TypedAddress.read(" Alice@Example.TEST "))
                .hasValueSatisfying(address -> assertThat(address.text()).isEqualTo("alice@example.test"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "alice", "@", "a@", "@example.test", "a b@example.test", "a@b@c", "<b>@x.test"})
    void isNoneWhereTheFormWouldTakeNone(String typed) {
        assertThat(TypedAddress.read(typed)).isEmpty();
    }

    /** RFC 5321 §4.5.3.1. */
    @Test
    void isNoLongerThanAddressesAre() {
        String host = ("x".repeat(48) + ".").repeat(5) + "test";
        String longest = "a".repeat(253 - host.length()) + "@" + host;
        assertThat(longest).hasSize(254);
        assertThat(TypedAddress.read(longest)).isPresent();
        assertThat(TypedAddress.read("a" + longest)).isEmpty();
    }
}
