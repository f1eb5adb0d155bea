package io.github.emailotp.server.resetcredentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.ResetRealm;
import io.github.emailotp.server.setup.EmptyRealm;
import java.nio.file.Path;
import java.util.Map;
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
    void makeAFlowThatResetsByACodeAndNothingElse() {
        String said = realm.run("On the command line", "A password reset by a code");
        TestRealm shop = realm.forLogins();
        assertThat(FlowEditor.of(shop, "reset-copy").steps())
                .as(said)
                .containsExactly("0 reset-credentials-email-otp REQUIRED", "0 reset-password REQUIRED");
        TestUser user = shop.newUser();
        LoginClient client = shop.newClient();
        client.openLogin();
        ResetRealm.forget(client);
        ResetRealm.name(client, user.email());
        client.code(mail.awaitMail(user.email()).code());
        assertThat(ResetRealm.setPassword(client).text()).contains("Your account has been updated");
        client.openLogin();
        client.submit(Map.of("username", user.username(), "password", ResetRealm.NEW_PASSWORD));
        assertThat(client.isLoggedIn()).isTrue();
    }
}
