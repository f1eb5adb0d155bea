package io.github.emailotp.server.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.trusted.OwnAccount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The list of the ways to log in")
class ListedIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final EnrollingRealm enrolling;

    ListedIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.enrolling = new EnrollingRealm(realm);
    }

    @AfterEach
    void close() {
        enrolling.close();
    }

    /** Which Keycloak asks us for from 26.3 on: it goes by the conditions of a flow before. */
    @Test
    void hasTheEmailCodeWhereNoConditionStandsInTheFlow() {
        enrolling.asksEverybodyForAppsOrCodes();
        assumeThat(server.version()).doesNotStartWith("26.0.").doesNotStartWith("26.2.");
        assertThat(account().credentialTypes()).contains("email-otp");
    }

    /** As the console adds it: Keycloak cannot tell the levels of such a flow. */
    @Test
    void isThereWhereAConditionOnLevelsHasNoSettings() {
        enrolling.asksForCodes();
        enrolling.flow().addStep("conditional-level-of-authentication", "DISABLED", "code enrolled");
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        assertThat(client.password(user).isLoggedIn()).isTrue();
        assertThat(OwnAccount.in(client, realm).credentialTypes()).contains("password");
    }

    /** Of somebody who has set up the code. */
    private OwnAccount account() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(enrolling.enrolled(user)).hasSize(1);
        return OwnAccount.in(client, realm);
    }
}
