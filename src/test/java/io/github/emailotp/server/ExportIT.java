package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.SecondExtension;
import io.github.emailotp.server.harness.SecondKeycloak;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kc.sh export} and {@code kc.sh import}. */
@Tag("every-version")
@Tag("seldom")
@ExtendWith(SecondExtension.class)
@DisplayName("An export and an import")
class ExportIT {

    private final SecondKeycloak server;
    private final TestRealm realm;
    private final MailServer mail;

    ExportIT(SecondKeycloak server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void leaveTheStepDisabledForAnAccountThatWasGuessedAt() {
        TestUser victim = realm.newUser();
        TestUser other = realm.newUser();
        var guesser = new Guesser(realm, mail, victim);
        guesser.lowerTheLimits();
        guesser.guessUntilTheStepIsDisabled();
        requireDisabled(victim);
        int mails = mail.mailsTo(victim.email()).size();

        server.exportAndImport();

        requireDisabled(victim);
        assertThat(mail.mailsTo(victim.email())).hasSize(mails);
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(other);
        assertThat(client.code(mail.awaitMail(other.email()).code()).isLoggedIn())
                .isTrue();
    }

    private void requireDisabled(TestUser victim) {
        LoginClient client = realm.newClient();
        client.openLogin();
        assertThat(client.password(victim).error()).contains("Ask the people who run this service");
    }
}
