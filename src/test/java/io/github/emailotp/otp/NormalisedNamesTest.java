package io.github.emailotp.otp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is counted as one")
class NormalisedNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@bücher.example",
                "Alice@bücher.example",
                "ALICE@BÜCHER.EXAMPLE",
                "alice+news@bücher.example",
                "alice+a+b@xn--bcher-kva.example",
                " alice@XN--BCHER-KVA.example. ",
                "ａｌｉｃｅ@bücher.example",
                "alice@bu\u0308cher.example",
                "\"alice\"@bücher.example",
                "\"ALICE\"+news@bücher.example",
                "\"alice+news\"@bücher.example",
                "\"a\\lic\\e\"@bücher.example",
                "al\"ic\"e@bücher.example"
            })
    void isAMailboxHoweverItIsWritten(String variant) {
        assertThat(NormalisedAddress.of(variant)).isEqualTo("alice@xn--bcher-kva.example");
    }

    @ParameterizedTest
    @CsvSource({
        "a.lice@gmail.com, alice@gmail.com",
        "a.l.i.c.e+news@GoogleMail.com, alice@gmail.com",
        "a_li-c.e@protonmail.com, alice@proton.me",
        "alice+x@pm.me, alice@proton.me",
        "'\"a.lice\"@gmail.com', alice@gmail.com",
        "'john.\"doe\"@example.test', john.doe@example.test",
        "'\"john.doe\"@example.test', john.doe@example.test",
        "'\"a\\\"b\"@example.test', 'a\"b@example.test'",
        "'\"a\\\\b\"@example.test', 'a\\b@example.test'"
    })
    void isOneMailboxHoweverItsProviderLetsItBeWritten(String variant, String mailbox) {
        assertThat(NormalisedAddress.of(variant)).isEqualTo(mailbox);
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.test, alice@example.org",
        "a-lice@gmail.com, alice@gmail.com",
        "a.lice@gmail.com.example, alice@gmail.com.example",
        "alice@example.test, alic@example.test",
        "a.lice@example.test, alice@example.test",
        "+alice@example.test, +bob@example.test",
        "alice@a@example.test, alice@b@example.test",
        "'\"alice@a\"@example.test', '\"alice@b\"@example.test'",
        "'\"a b\"@example.test', 'ab@example.test'"
    })
    void isNotTwoMailboxes(String one, String other) {
        assertThat(NormalisedAddress.of(one)).isNotEqualTo(NormalisedAddress.of(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "alice",
                "alice@",
                "@example.test",
                "a@..",
                "a@-",
                "a@\u0000",
                "+@x",
                "\"@x",
                "\"\\@x",
                "\"\"@x",
                "a\"b@x"
            })
    void neverFailsForAnAddress(String odd) {
        assertThat(NormalisedAddress.of(odd)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2::1, 20010db800010002/64",
        "2001:db8:1:2:ffff:ffff:ffff:ffff, 20010db800010002/64",
        "[2001:db8:1:2::1], 20010db800010002/64",
        "fe80::1%eth0, fe80000000000000/64",
        "::ffff:192.0.2.7, 192.0.2.7",
        "Unknown, unknown",
        "localhost, localhost",
        "'', ''",
        "1.2.3.999, 1.2.3.999",
        "::::, ::::"
    })
    void isAClientsNetwork(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.8", "2001:db8:1:2::1, 2001:db8:1:3::1"})
    void isNotTwoNetworks(String one, String other) {
        assertThat(ClientNetwork.of(one)).isNotEqualTo(ClientNetwork.of(other));
    }
}
