package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.ClientConnection;

@DisplayName("The address of a client")
class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1:4711, 192.0.2.1",
        "2001:db8::1, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:4711, 2001:db8::1",
        "fe80::1%eth0, fe80::1",
        "'fe80::1%not you? call 0900 1234', fe80::1"
    })
    void isPlainHoweverAProxyWritesIt(String written, String address) {
        assertThat(ClientAddress.of(connection(null, written))).isEqualTo(address);
        assertThat(ClientAddress.of(connection(written, "another"))).isEqualTo(address);
    }

    /** What a client writes into a header that a proxy only adds to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "not you? call 0900 1234",
                "192.0.2.1 or call 0900 1234",
                "[call 0900 1234]"
            })
    void isEmptyIfItIsNone(String written) {
        assertThat(ClientAddress.of(connection(null, written))).isEmpty();
    }

    @Test
    void isEmptyIfThereIsNone() {
        assertThat(ClientAddress.of(connection(null, null))).isEmpty();
    }

    private static ClientConnection connection(String address, String host) {
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getRemoteAddr", given -> address);
        methods.put("getRemoteHost", given -> host);
        return Fake.answering(ClientConnection.class, methods);
    }
}
