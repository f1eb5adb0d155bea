package io.github.emailotp.server.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.setup.EmptyRealm;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/flows.md}, as they stand there, on a realm that has nothing but what Keycloak gives it. */
@Tag("every-version")
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(KeycloakExtension.class)
@DisplayName("The documentation's commands")
class SetUpByCommandsIT {

    private static final String ADDRESS = "newcomer-by-commands@example.test";

    @TempDir
    private static Path folder;

    private final EmptyRealm realm;
    private final MailServer mail;

    SetUpByCommandsIT(TestRealm other, KeycloakServer server, MailServer mail) {
        this.realm = new EmptyRealm(other, server, folder);
        this.mail = mail;
    }

    @BeforeEach
    void makeTheRealm() {
        realm.make();
    }

    @AfterEach
    void deleteIt() {
        realm.delete();
    }

    @Test
    void makeAFlowInWhichAnAddressIsProvenFirst() {
        String said = realm.run("On the command line", "A registration that begins with a code");
        TestRealm shop = realm.forLogins();
        LoginClient client = shop.newClient();
        assertThat(RegisteringRealm.isAddressPage(RegisteringRealm.begin(client)))
                .as(said)
                .isTrue();
        RegisteringRealm.address(client, ADDRESS);
        client.code(mail.awaitMail(ADDRESS).code());
        assertThat(RegisteringRealm.fillIn(client, ADDRESS).isLoggedIn())
                .as(client.page().text())
                .isTrue();
        assertThat(realm.get("/users?exact=true&email=" + ADDRESS))
                .singleElement()
                .satisfies(account ->
                        assertThat(account.path("emailVerified").asBoolean()).isTrue());
    }
}
