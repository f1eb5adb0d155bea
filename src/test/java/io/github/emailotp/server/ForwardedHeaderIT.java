package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.SecondExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind a proxy that tells the client's address as RFC 7239 says, IPv6 in brackets. */
@Tag("every-version")
@Tag("long")
@ExtendWith(SecondExtension.class)
@DisplayName("The header Forwarded")
class ForwardedHeaderIT {

    private final TestRealm realm;
    private final MailServer mail;

    ForwardedHeaderIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7, 203.0.113.7, 203.0.113.8",
        "[2001:db8:7:1::1], 2001:db8:7:1::1, [2001:db8:7:1::2], [2001:db8:7:2::1]",
        "[2001:db8:8:1::1]:4711, 2001:db8:8:1::1, [2001:db8:8:1::2]:4712, [2001:db8:8:2::1]:4711"
    })
    void givesEachNetworkALimitOfItsOwn(String address, String told, String neighbour, String stranger) {
        realm.configureStep(Map.of("mailsPerHourAndClient", "1"));
        TestUser user = realm.newUser();
        assertThat(loginFrom(address, user).page().isCodePage()).isTrue();
        assertThat(mail.awaitMail(user.email()).text()).contains("IP address: " + told);
        assertThat(loginFrom(neighbour, realm.newUser()).page().isCodePage()).isFalse();
        assertThat(loginFrom(stranger, realm.newUser()).page().isCodePage()).isTrue();
    }

    private LoginClient loginFrom(String address, TestUser who) {
        LoginClient client = realm.newClient();
        client.address(address);
        client.openLogin();
        client.password(who);
        return client;
    }
}
