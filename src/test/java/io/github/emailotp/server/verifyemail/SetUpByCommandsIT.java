package io.github.emailotp.server.verifyemail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
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
    void verifyByCodeAboveUpdatePasswordAndNotByLink() {
        realm.run("An address verified by a code");
        assertThat(realm.get("").path("verifyEmail").asBoolean()).isTrue();
        assertThat(isEnabled(VerifyingRealm.BY_CODE)).isTrue();
        assertThat(isEnabled(VerifyingRealm.BY_LINK)).isFalse();
        assertThat(priority(VerifyingRealm.BY_CODE)).isLessThan(priority("UPDATE_PASSWORD"));
    }

    @Test
    void areAllThatItTakes() {
        realm.run("An address verified by a code");
        TestRealm shop = realm.forLogins();
        TestUser user = shop.newUser();
        shop.admin().updateUser(shop.name(), user.id(), account -> account.put("emailVerified", false));
        LoginClient client = shop.newClient();
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(realm.get("/users/" + user.id()).path("emailVerified").asBoolean())
                .isTrue();
        assertThat(mail.mails()).as("and no link").hasSize(1);
    }

    private boolean isEnabled(String action) {
        return realm.get("/authentication/required-actions/" + action)
                .path("enabled")
                .asBoolean();
    }

    private int priority(String action) {
        return realm.get("/authentication/required-actions/" + action)
                .path("priority")
                .asInt();
    }
}
