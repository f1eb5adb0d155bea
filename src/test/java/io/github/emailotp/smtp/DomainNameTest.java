package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A domain in ASCII")
class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "example.test, example.test",
        "straße.example, xn--strae-oqa.example",
        "STRAßE.example, xn--strae-oqa.example",
        "faß.de, xn--fa-hia.de",
        "βόλος.com, xn--nxasmm1c.com",
        "bücher.example, xn--bcher-kva.example",
        "bücher.straße.example, xn--bcher-kva.xn--strae-oqa.example",
    })
    void isThatOfItsOwner(String domain, String ascii) {
        assertThat(DomainName.ascii(domain)).isEqualTo(ascii);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bücher", "例え", "почта", "παράδειγμα", "ünïcödé-with-a-dash", "日本語ドメイン"})
    void isEncodedAsJavaEncodesIt(String label) {
        assertThat("xn--" + Punycode.encode(label)).isEqualTo(IDN.toASCII(label));
    }
}
