package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.StatelessExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Its single-use objects are rows of a request's transaction: of 500 guesses at once, each would see none of the others. */
@Tag("stateless")
@ExtendWith(StatelessExtension.class)
@DisplayName("On a stateless server")
class StatelessIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;

    StatelessIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void theStepIsClosedAndTheLogSaysWhyAtTheStart() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        assertThat(client.password(user).error()).contains(BreakableCache.SAID);
        assertThat(client.resend().error()).contains(BreakableCache.SAID);
        assertThat(mail.mails()).isEmpty();
        assertThat(realm.events(user))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.path("error").asText()).isEqualTo("email_otp_unavailable"));
        assertThat(server.logLines("The email code cannot be used"))
                .singleElement()
                .asString()
                .contains("ERROR", "Start it without the feature 'stateless'");
    }
}
