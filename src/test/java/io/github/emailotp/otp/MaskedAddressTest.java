package io.github.emailotp.otp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A masked address")
class MaskedAddressTest {

    @ParameterizedTest
    @CsvSource({
        "alice@example.test, a•••@example.test",
        "al@example.test, a•••@example.test",
        "a@example.test, •••@example.test",
        "alice+shop@example.test, a•••@example.test",
        "a+shop@example.test, •••@example.test",
        "+shop@example.test, •••@example.test",
        "ünal@xn--bcher-kva.example, ü•••@bücher.example",
        "jo@BÜCHER.example, j•••@BÜCHER.example",
        "𝒜b@example.test, 𝒜•••@example.test",
        "'\"a b\"@example.test', •••@example.test",
        "'\"a@b\"@example.test', •••@example.test",
        "é@example.test, •••@example.test",
        "no-at-sign, •••",
        "@example.test, •••",
        "alice@, •••"
    })
    void showsWhichMailboxButNotWhose(String address, String masked) {
        assertThat(MaskedAddress.of(address)).isEqualTo(masked);
    }
}
