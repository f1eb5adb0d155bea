package io.github.emailotp.delivery;

import static io.github.emailotp.Fake.answering;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

@DisplayName("Whose mails take turns")
class OwnerTest {

    private static Owner owner(String realm, Map<String, String> smtp) {
        return Owner.of(answering(RealmModel.class, Map.of("getId", given -> realm, "getSmtpConfig", given -> smtp)));
    }

    @Test
    void isKnownByItsMailServerHoweverThatIsWritten() {
        Owner one = owner("one", Map.of("host", "mail.example.test", "port", "465", "from", "one@example.test"));
        Owner two = owner("two", Map.of("host", "Mail.Example.test", "ssl", "true"));
        assertThat(one.server()).isEqualTo(two.server());
        assertThat(one).isNotEqualTo(two);
        assertThat(owner("one", Map.of("host", "mail.example.test")).server()).isNotEqualTo(one.server());
    }

    @Test
    void hasAServerOfItsOwnWithoutUsableSettings() {
        assertThat(owner("one", Map.of()).server())
                .isNotEqualTo(owner("two", Map.of()).server());
        assertThat(owner("one", Map.of("host", "mail.example.test", "port", "x")))
                .isEqualTo(owner("one", Map.of()));
    }

    @Test
    void waitsOnlyForThoseWhoseTokensComeFromTheSameHost() {
        Owner byPassword = owner("one", Map.of("host", "mail.example.test", "auth", "true"));
        Owner byToken = owner("two", byToken("https://Login.example.test/two"));
        assertThat(byToken.server()).isEqualTo(byPassword.server());
        assertThat(byToken.way()).isNotEqualTo(byPassword.way());
        assertThat(owner("three", byToken("https://login.example.test/three")).way())
                .isEqualTo(byToken.way());
        assertThat(owner("four", byToken("https://elsewhere.example.test/")).way())
                .isNotEqualTo(byToken.way());
        assertThat(owner("five", byToken("no address")).way()).isEqualTo(byPassword.way());
    }

    private static Map<String, String> byToken(String url) {
        return Map.of("host", "mail.example.test", "auth", "true", "authType", "token", "authTokenUrl", url);
    }
}
