package io.github.emailotp.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.SmallPoolExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody says that they come from a trusted network, as a proxy would, to a Keycloak without {@code --proxy-headers}. */
@Tag("every-version")
@Tag("long")
@ExtendWith(SmallPoolExtension.class)
@DisplayName("A forged address")
class ForgedAddressIT {

    private static final String OFFICE = "192.0.2.0/24";
    private static final String IN_THE_OFFICE = "192.0.2.9";
    private static final String LOOPBACK = "127.0.0.0/8##::1";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private OfficeRealm office;

    ForgedAddressIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @BeforeEach
    void bind() {
        office = OfficeRealm.bind(realm);
    }

    @AfterEach
    void unbind() {
        office.close();
    }

    @Test
    void isNotBelieved() {
        office.trust(OFFICE);
        assertThat(loginFromTheOffice().isCodePage()).isTrue();
        assertThat(mail.awaitMail(user.email()).text()).contains("127.0.0.1").doesNotContain(IN_THE_OFFICE);
    }

    /** A proxy of one's own, to which Keycloak does not listen, comes with everybody: the whole world would be inside. */
    @Test
    void isTakenForThatOfAProxyWhateverItIs() {
        office.trust(LOOPBACK);
        assertThat(loginFromTheOffice().isCodePage()).isTrue();
        assertThat(login("127.0.0.1").isCodePage()).isTrue();
        assertThat(server.logLines("Keycloak, which listens to none"))
                .singleElement()
                .asString()
                .contains("--proxy-headers");
    }

    @Test
    void isNotThereWithoutAProxy() {
        office.trust(LOOPBACK);
        assertThat(login("").isLoggedIn()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    private Page login(String address) {
        LoginClient client = realm.newClient();
        client.address(address);
        client.openLogin();
        return client.password(user);
    }

    /** In all headers that proxies set. */
    private Page loginFromTheOffice() {
        LoginClient client = realm.newClient();
        client.address(IN_THE_OFFICE);
        client.headers(Map.of("X-Real-IP", IN_THE_OFFICE));
        client.openLogin();
        return client.password(user);
    }
}
