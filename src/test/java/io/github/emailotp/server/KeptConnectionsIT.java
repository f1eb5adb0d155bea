package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.MailServers;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Connections to the mail server")
class KeptConnectionsIT {

    private static final int LOGINS = 200;

    private final TestRealm realm;
    private final MailServer mail;

    KeptConnectionsIT(TestRealm realm, MailServers mail) {
        this.realm = realm;
        this.mail = mail.startTls();
    }

    @Test
    void areAtMostTenForTwoHundredLogins() {
        realm.sendThrough(mail);
        int before = mail.connections();
        for (int i = 0; i < LOGINS; i++) {
            TestUser user = realm.newUser();
            LoginClient client = realm.newClient();
            client.openLogin();
            client.password(user);
            assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                    .isTrue();
        }
        assertThat(mail.connections() - before).isBetween(1, 10);
    }
}
