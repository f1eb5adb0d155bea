package io.github.emailotp.flow.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The addresses that proxies tell of")
class ForwardedAddressesTest {

    private static ForwardedAddresses in(String header, String... values) {
        return ForwardedAddresses.of(Fake.answering(
                HttpHeaders.class,
                Map.of("getRequestHeader", given -> given.contains(header) ? Arrays.asList(values) : null)));
    }

    @Test
    void areNoneWhereNoProxySaysAnything() {
        for (ForwardedAddresses none : List.of(
                in("X-Real-IP", "192.0.2.1"),
                in("X-Forwarded-For"),
                in("X-Forwarded-For", " ", ""),
                in("Forwarded", "proto=https"))) {
            assertThat(none.written()).isEmpty();
            assertThat(none.disown("10.0.0.1")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Forwarded-For | 192.0.2.1                              | 192.0.2.1
            X-Forwarded-For | 192.0.2.1, 10.0.0.7                    | 192.0.2.1
            X-Forwarded-For | 192.0.2.1:4711                         | 192.0.2.1
            X-Forwarded-For | 2001:DB8::0:1                          | 2001:db8:0:0:0:0:0:1
            X-Forwarded-For | ::ffff:192.0.2.1                       | 192.0.2.1
            Forwarded       | for=192.0.2.1;proto=https;by=10.0.0.7  | 192.0.2.1
            Forwarded       | proto=https; For="[2001:db8::1]:4711"  | 2001:db8::1
            Forwarded       | for=192.0.2.1, for=198.51.100.2        | 198.51.100.2
            """)
    void ownTheClients(String header, String value, String client) {
        assertThat(in(header, value).disown(client)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Forwarded-For | 192.0.2.1
            X-Forwarded-For | 192.0.2.1, 198.51.100.2
            X-Forwarded-For | unknown
            X-Forwarded-For | 10.0.0.0/8
            Forwarded       | for=192.0.2.1;by=10.0.0.7;host=10.0.0.7
            Forwarded       | for=_hidden
            Forwarded       | before=10.0.0.7;for=192.0.2.1
            """)
    void disownThatOfTheProxy(String header, String value) {
        assertThat(in(header, value).disown("10.0.0.7")).isTrue();
    }

    @Test
    void areThoseOfAllLines() {
        assertThat(in("X-Forwarded-For", "192.0.2.1", "198.51.100.2").disown("198.51.100.2"))
                .isFalse();
    }
}
