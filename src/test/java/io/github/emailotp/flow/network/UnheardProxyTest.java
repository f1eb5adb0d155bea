package io.github.emailotp.flow.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A proxy that Keycloak does not listen to")
class UnheardProxyTest {

    private static HttpHeaders headers(String name, String value) {
        return Fake.answering(
                HttpHeaders.class, Map.of("getRequestHeader", given -> given.contains(name) ? List.of(value) : null));
    }

    /** Also by one that names the proxy's own address, as anybody can. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Forwarded-For | 192.0.2.1
            X-Forwarded-For | 10.0.0.7
            X-Forwarded-For | unknown
            Forwarded       | for=10.0.0.7
            Forwarded       | proto=https
            """)
    void isToldByItsHeader(String name, String value) {
        assertThat(UnheardProxy.isBehind(headers(name, value), "10.0.0.7")).isTrue();
    }

    @Test
    void isNotThereWithoutOne() {
        assertThat(UnheardProxy.isBehind(headers("X-Real-IP", "192.0.2.1"), "10.0.0.7"))
                .isFalse();
        assertThat(UnheardProxy.isBehind(headers("X-Forwarded-For", " "), "10.0.0.7"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.255.0.1",
                "172.16.0.1",
                "172.31.255.1",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.0.1",
                "169.254.1.1",
                "127.0.0.1",
                "fd00::1",
                "fe80::1",
                "::1",
                "::ffff:10.0.0.1"
            })
    void hasAnAddressThatIsNotPublic(String address) {
        assertThat(UnheardProxy.isBehind(headers("X-Forwarded-For", "192.0.2.1"), address))
                .isTrue();
    }

    /** That of an office is told by the office's own proxy, on the way out. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "172.32.0.1", "100.128.0.1", "11.0.0.1", "2001:db8::1", ""})
    void hasNoPublicOne(String address) {
        assertThat(UnheardProxy.isBehind(headers("X-Forwarded-For", "10.0.0.7"), address))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'', , false", "xforwarded, , true", "forwarded, , true", "'', true, true", "'', false, false"})
    void isThereOnlyWhereKeycloakListensToNone(String headers, Boolean protocol, boolean isHeard) {
        Config config = Fake.answering(
                Config.class,
                Map.of(
                        "getOptionalValue",
                        given -> given.contains("kc.proxy-headers")
                                ? Optional.of(headers).filter(value -> !value.isEmpty())
                                : given.contains("kc.proxy-protocol-enabled")
                                        ? Optional.ofNullable(protocol)
                                        : Optional.empty()));
        assertThat(UnheardProxy.isHeard(config)).isEqualTo(isHeard);
    }
}
