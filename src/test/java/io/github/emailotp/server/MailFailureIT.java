package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.MailServers;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(KeycloakExtension.class)
@DisplayName("A mail that cannot be sent")
class MailFailureIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServers mail;

    MailFailureIT(KeycloakServer server, TestRealm realm, MailServers mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    /** What is different in the background is in {@link DeliveryIT}. */
    @BeforeEach
    void waitForTheMailServer() {
        realm.configureStep(Map.of("delivery", "wait", "deliveryTimeout", "20"));
    }

    @ParameterizedTest
    @EnumSource(
            value = MailServer.Response.class,
            names = {"REJECT", "REJECT_CONTENT"})
    void isToldWithAWayForward(MailServer.Response response) {
        realm.configureStep(Map.of("resendCooldown", "10", "delivery", "wait"));
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        mail.plain().respond(response);
        client.openLogin();
        Page page = client.password(user);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .containsAnyOf("could not mail the code", "mailbox did not take")
                .doesNotContain("Exception", user.email());
        assertThat(page.isCodePage()).as("there is no code to type").isFalse();
        assertThat(page.has(".pf-m-primary[name=resend]")).isTrue();
        assertThat(client.reload().error()).as("the same after a reload").isEqualTo(page.error());
        assertThat(client.page().isCodePage()).as("no code is remembered").isFalse();

        mail.plain().respond(MailServer.Response.ACCEPT);
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.code(mail.plain().awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void keepsItsCodeGoodIfItMayHaveBeenTaken() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        mail.plain().respond(MailServer.Response.HANG_UP_AFTER_DATA);
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
        Patience.until(
                "the event",
                () -> realm.events(user).stream()
                        .anyMatch(event -> event.path("error").asText().equals("email_otp_mail_unconfirmed")));
        mail.plain().respond(MailServer.Response.ACCEPT);
        assertThat(client.code(mail.plain().awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void neverBreaksThePageThoughNothingIsSet() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        realm.sendThrough(Map.of());
        client.openLogin();
        Page page = client.password(user);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("could not mail the code");
        assertThat(error(user).path("error").asText()).isEqualTo("email_send_failed");
    }

    @Test
    void isRefusedWithAWrongPassword() {
        Map<String, String> settings = new HashMap<>(mail.startTls().smtpSettings());
        settings.put("password", "wrong");
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        realm.sendThrough(settings);
        client.openLogin();
        assertThat(client.password(user).text()).contains("could not mail the code");
        assertThat(error(user).path("details").path("reason").asText()).startsWith("authentication");
    }

    @Test
    void raisesAnEventAndLogsTheCauseWithoutTheAddress() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        mail.plain().respond(MailServer.Response.REJECT);
        client.openLogin();
        client.password(user);

        JsonNode event = error(user);
        assertThat(event.path("type").asText()).isEqualTo("SEND_VERIFY_EMAIL_ERROR");
        assertThat(event.path("error").asText()).isEqualTo("email_send_failed");
        assertThat(event.path("details").path("reason").asText()).isNotBlank();
        assertThat(event.toString()).doesNotContain(user.email());
        assertThat(server.logLines(user.id()))
                .filteredOn(line -> line.contains("could not be mailed"))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).doesNotContain(user.email()));
    }

    @Test
    void keepsTheEarlierCodesGood() {
        realm.configureStep(Map.of("resendCooldown", "10", "delivery", "wait"));
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        String code = mail.plain().awaitMail(user.email()).code();
        Patience.untilResendIsOffered(client);
        mail.plain().respond(MailServer.Response.REJECT);
        Page page = client.resend();
        assertThat(page.text()).contains("Code 2 did not reach your mailbox: use code 1.");
        assertThat(client.reload().error()).as("the same after a reload").isEqualTo(page.error());
        assertThat(page.isCodePage()).isTrue();
        assertThat(client.code(code).isLoggedIn()).isTrue();
    }

    private JsonNode error(TestUser user) {
        return realm.events(user).stream()
                .filter(event -> event.has("error"))
                .findFirst()
                .orElseThrow();
    }
}
