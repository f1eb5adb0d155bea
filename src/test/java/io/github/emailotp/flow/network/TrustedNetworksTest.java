package io.github.emailotp.flow.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Trusted networks")
class TrustedNetworksTest {

    private static TrustedNetworks of(String written) {
        return TrustedNetworks.of(Map.of("networks", written));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0",
        "192.0.2.0/24, 192.0.2.255",
        "192.0.2.77/24, 192.0.2.1",
        "192.0.2.7, 192.0.2.7",
        "192.0.2.128/25, 192.0.2.128",
        "128.0.0.0/1, 192.0.2.1",
        "2001:db8::/32, 2001:db8:ffff::1",
        "2001:db8::1, 2001:DB8:0:0::1",
        "192.0.2.0/24, ::ffff:192.0.2.9",
        "::ffff:192.0.2.9, 192.0.2.9"
    })
    void hold(String written, String address) {
        assertThat(of(written).hold(address)).isTrue();
        assertThat(of(written).unread()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.3.0",
        "192.0.2.0/24, 192.0.1.255",
        "192.0.2.128/25, 192.0.2.127",
        "192.0.2.7, 192.0.2.8",
        "128.0.0.0/1, 127.255.255.255",
        "2001:db8::/32, 2001:db9::1",
        "2001:db8::/32, 192.0.2.1",
        "0.0.0.1/32, ::1",
        "192.0.2.0/24, ''",
        "192.0.2.0/24, unknown",
        "192.0.2.0/24, 192.0.2"
    })
    void doNotHold(String written, String address) {
        assertThat(of(written).hold(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "::/0",
                "192.0.2.0/33",
                "2001:db8::/129",
                "192.0.2.0/",
                "192.0.2.0/-1",
                "192.0.2.0/24/8",
                "192.0.2",
                "office",
                "localhost",
                "300.0.0.1",
                "192.0.2.*"
            })
    void doNotHoldAnybodyWhereTheyAreNotWrittenAsNetworks(String written) {
        assertThat(of(written).unread()).containsExactly(written);
        for (String address : new String[] {"192.0.2.1", "127.0.0.1", "2001:db8::1", ""}) {
            assertThat(of(written).hold(address)).as(address).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "198.51.100.0/24##192.0.2.0/24",
                "office##192.0.2.0/24##",
                " 198.51.100.0/24, 192.0.2.0/24",
                "192.0.2.0/24\n::1"
            })
    void areSeveral(String written) {
        assertThat(of(written).hold("192.0.2.1")).isTrue();
        assertThat(of(written).hold("203.0.113.1")).isFalse();
    }

    @Test
    void areNoneIfNothingIsSaved() {
        assertThat(TrustedNetworks.of(Map.of()).hold("192.0.2.1")).isFalse();
        assertThat(of("").unread()).isEmpty();
    }
}
