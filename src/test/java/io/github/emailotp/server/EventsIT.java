package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of events in the documentation. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An event is raised")
class EventsIT {

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    EventsIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @Test
    void whenACodeIsSentAndAccepted() {
        begin();
        assertThat(detail("auth_method")).isEqualTo("email-otp");
        assertThat(detail("email_otp_ordinal")).isEqualTo("1");

        client.code(code());
        assertThat(newest().path("type").asText()).isEqualTo("LOGIN");
        assertThat(detail("email_otp_ordinal")).isEqualTo("1");
        assertNothingTold();
    }

    @Test
    void whenACodeIsSentAgain() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        begin();
        Patience.untilResendIsOffered(client);
        client.resend();
        awaitMails(2);
        assertThat(detail("email_otp_ordinal")).isEqualTo("2");
        assertNothingTold();
    }

    @Test
    void whenACodeIsWrongAndWhenTriesAreUsed() {
        begin();
        String wrong = WrongCode.insteadOf(code());
        client.code(wrong);
        assertThat(newest().path("type").asText()).isEqualTo("LOGIN_ERROR");
        assertThat(newest().path("error").asText()).isEqualTo("invalid_user_credentials");
        assertThat(detail("credential_type")).isEqualTo("email-otp");
        assertThat(detail("reason")).isEqualTo("wrong");
        assertThat(detail("email_otp_tries_left")).isEqualTo("4");

        for (int tries = 1; tries < 5; tries++) {
            client.code(wrong);
        }
        assertThat(newest().path("error").asText()).isEqualTo("invalid_user_credentials");
        assertThat(detail("reason")).isEqualTo("too_many_tries");
        client.submit(Map.of("oneTimeCode", code()));
        assertThat(newest().path("error").asText()).isEqualTo("email_otp_too_many_tries");
        assertNothingTold();
    }

    @Test
    void whenTheAddressChangedMeanwhile() {
        begin();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", "moved-" + user.email()));
        client.code(code());
        assertThat(newest().path("error").asText()).isEqualTo("expired_code");
        assertThat(detail("reason")).isEqualTo("address_changed");
        assertNothingTold();
    }

    private void begin() {
        client.openLogin();
        client.password(user);
        awaitMails(1);
    }

    /** Mails are sent, and told of, in the background. */
    private void awaitMails(int count) {
        Patience.until(
                count + " mails told of",
                () -> realm.events(user).stream()
                                .filter(event -> event.path("type").asText().equals("SEND_VERIFY_EMAIL"))
                                .count()
                        == count);
    }

    private String code() {
        return mail.awaitMail(user.email()).code();
    }

    private JsonNode newest() {
        List<JsonNode> events = realm.events(user);
        assertThat(events).isNotEmpty();
        return events.get(0);
    }

    private String detail(String name) {
        return newest().path("details").path(name).asText();
    }

    private void assertNothingTold() {
        assertThat(realm.events(user).toString()).doesNotContain(user.email()).doesNotContain(code());
    }
}
