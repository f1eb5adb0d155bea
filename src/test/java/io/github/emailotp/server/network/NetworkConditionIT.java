package io.github.emailotp.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Where a code is asked for only outside of trusted networks")
class NetworkConditionIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private OfficeRealm office;

    NetworkConditionIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void bind() {
        office = OfficeRealm.bind(realm);
    }

    @AfterEach
    void unbind() {
        office.close();
    }

    private Page loginFrom(String address) {
        LoginClient client = realm.newClient();
        client.address(address);
        client.openLogin();
        return client.password(realm.newUser());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24##2001:db8:1::/48, 192.0.2.9",
        "192.0.2.0/24##2001:db8:1::/48, 2001:db8:1::9",
        "192.0.2.0/24##2001:db8:1::/48, ::ffff:192.0.2.10"
    })
    void nobodyIsAskedInside(String networks, String address) {
        office.trust(networks);
        assertThat(loginFrom(address).isLoggedIn()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.3.9", "2001:db8:2::9", "unknown"})
    void everybodyIsAskedOutside(String address) {
        office.trust("192.0.2.0/24##2001:db8:1::/48");
        assertThat(loginFrom(address).isCodePage()).isTrue();
    }

    /** As some extensions have it, a condition that was saved without anything would let everybody pass. */
    @Test
    void everybodyIsAskedAsLongAsNothingIsSaved() {
        assertThat(loginFrom("192.0.2.9").isCodePage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "office", "192.0.2.0/99"})
    void everybodyIsAskedWhereTheNetworkIsNone(String networks) {
        office.trust(networks);
        assertThat(loginFrom("192.0.2.9").isCodePage()).isTrue();
        assertThat(loginFrom("192.0.2.9").isCodePage()).isTrue();
        assertThat(server.logLines("\"" + networks + "\" is no network such as"))
                .hasSize(1);
    }
}
