package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.MailServers;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer.Response;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail servers that do what mail servers do. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A mail in the background")
class DeliveryIT extends MailOfALogin {

    private final KeycloakServer server;
    private final MailServers servers;

    DeliveryIT(KeycloakServer server, TestRealm realm, MailServers servers) {
        super(realm, servers.plain());
        this.server = server;
        this.servers = servers;
    }

    /** Newer versions let a realm have shorter timeouts than ten seconds; older ones ignore these. */
    @BeforeEach
    void loseNoTime() {
        Map<String, String> settings = new HashMap<>(mail.smtpSettings());
        settings.putAll(Map.of("connectionTimeout", "1000", "timeout", "1000", "writeTimeout", "1000"));
        realm.sendThrough(settings);
    }

    @Test
    void isToldToHaveBeenHandedOver() {
        Page page = begin();
        assertThat(page.isCodePage()).isTrue();
        String code = mail.awaitMail(user.email()).code();
        awaitState("handedOver");
        assertThat(client.reload().text()).as("there is nothing to say").doesNotContainIgnoringCase("server");
        assertThat(client.code(code).isLoggedIn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"HANG_UP, unreachable", "SILENT, timeout", "DEFER, transient_reply_450"})
    void isTriedAgainUntilTheServerTakesItOnce(Response fault, String reason) {
        mail.respond(fault);
        assertThat(begin().isCodePage()).as("the login goes on").isTrue();
        awaitState("retrying");
        assertThat(client.reload().text()).contains("The mail is not through yet: we keep trying.");
        awaitRetry(reason);

        mail.respond(Response.ACCEPT);
        String code = mail.awaitMail(user.email()).code();
        awaitState("handedOver");
        assertThat(client.code(code).isLoggedIn()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).as("once").hasSize(1);
    }

    @Test
    void isTriedAgainWhereTheServerIsSilentOnceTlsHasBegun() {
        Map<String, String> settings = new HashMap<>(servers.startTls().smtpSettings());
        settings.put("timeout", "1000");
        realm.sendThrough(settings);
        servers.startTls().respond(Response.SILENT_AT_TLS);
        begin();
        awaitState("retrying");
        awaitRetry("timeout");
        servers.startTls().respond(Response.ACCEPT);
        String code = servers.startTls().awaitMail(user.email()).code();
        assertThat(client.code(code).isLoggedIn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"localhost, 1", "host.invalid, 25"})
    void isTriedAgainWhileNobodyListens(String host, String port) {
        realm.sendThrough(Map.of("host", host, "port", port, "from", "login@example.test"));
        begin();
        awaitState("retrying");
        awaitRetry("unreachable");
        loseNoTime();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    /** The event comes with the next attempt. */
    private void awaitRetry(String reason) {
        Patience.until(
                "a retry after " + reason,
                () -> reasons("email_otp_mail_retried").contains(reason));
    }

    @ParameterizedTest
    @CsvSource({"localhost, not a port", "localhost, 70000", "no host, 25", "'', 25"})
    void isGivenUpAtOnceWhereTheSettingsNameNoServer(String host, String port) {
        realm.sendThrough(Map.of("host", host, "port", port, "from", "login@example.test"));
        begin();
        Patience.until("the refusal", () -> client.reload().text().contains("our service has a problem"));
        assertThat(reasons("email_send_failed")).containsExactly("bad_configuration");
        assertThat(reasons("email_otp_mail_retried")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "REJECT, no_mailbox_550, Your mailbox did not take the mail",
        "REJECT_CONTENT, permanent_reply_554, our service has a problem"
    })
    void thatIsRefusedIsToldAndKeepsItsWait(Response fault, String reason, String told) {
        realm.configureStep(Map.of("resendCooldown", "10"));
        mail.respond(fault);
        begin();
        Patience.until("the refusal", () -> client.reload().text().contains(told));
        assertThat(client.page().isCodePage()).as("there is no code to type").isFalse();
        assertThat(reasons("email_send_failed")).containsExactly(reason);
        assertThat(mail.mailsTo(user.email())).isEmpty();

        mail.respond(Response.ACCEPT);
        Page early = client.resend();
        assertThat(early.isCodePage()).as("a refused address is not hammered").isFalse();
        assertThat(early.error()).matches("You can get a new code in \\d+ seconds?\\.");
        assertThat(client.reload().text()).as("after a reload").contains(told);
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"HANG_UP_AFTER_DATA", "SILENT_AFTER_DATA"})
    void thatMayHaveBeenTakenIsNotSentTwice(Response fault) {
        mail.respond(fault);
        begin();
        awaitState("unconfirmed");
        assertThat(client.reload().isCodePage()).isTrue();
        assertThat(reasons("email_otp_mail_unconfirmed")).containsExactly("maybe_accepted");
        mail.respond(Response.ACCEPT);
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).as("the server kept it").hasSize(1);
        assertThat(client.code(mail.mailsTo(user.email()).get(0).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void isGivenUpWhenItsCodeIsDead() {
        realm.configureStep(Map.of("codeLifetime", "60", "resendCooldown", "60"));
        mail.respond(Response.DEFER);
        begin();
        Patience.until("it to be given up", () -> !reasons("email_send_failed").isEmpty());
        mail.respond(Response.ACCEPT);
        assertThat(client.reload().text()).contains("our service has a problem");
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mailsTo(user.email())).as("none after its lifetime").hasSize(1);
    }

    @Test
    void goesToNobodyAfterTheAddressChanged() {
        mail.respond(Response.DEFER);
        begin();
        awaitState("retrying");
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", "moved-" + user.email()));
        mail.respond(Response.ACCEPT);
        Patience.until("it to be given up", () -> reasons("email_send_failed").contains("address_changed"));
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void isToldToNobodyWhoDoesNotKnowItsId() {
        begin();
        awaitState("handedOver");
        String url = sendingUrl();
        Page known = realm.newClient().get(URI.create(url));
        assertThat(known.text()).doesNotContain(user.email(), user.id(), user.username());
        for (String other : new String[] {"x", "AAAAAAAAAAAAAAAAAAAAAA", "%00", "..%2f..", "a".repeat(5_000)}) {
            Page unknown = realm.newClient().get(URI.create(url.replaceFirst("[^/]+$", "") + other));
            assertThat(unknown.status()).isLessThan(500);
            assertThat(unknown.text()).doesNotContain("handedOver");
        }
    }

    @Test
    void isNotSentInClearWhereStartTlsIsSet() {
        Map<String, String> settings = new HashMap<>(mail.smtpSettings());
        settings.put("starttls", "true");
        realm.sendThrough(settings);
        begin();
        Patience.until("the refusal", () -> client.reload().text().contains("our service has a problem"));
        assertThat(reasons("email_send_failed")).containsExactly("starttls_missing");
        assertThat(mail.mails()).isEmpty();
        assertThat(server.logLines("STARTTLS is enabled, but the mail server does not offer it"))
                .isNotEmpty();
    }

    @Test
    void arrivesOnceWhenTheServerWasDownForTwentySeconds() {
        List<TestUser> users = Stream.generate(realm::newUser).limit(10).toList();
        mail.respond(Response.HANG_UP);
        for (TestUser each : users) {
            LoginClient login = realm.newClient();
            login.openLogin();
            assertThat(login.password(each).isCodePage()).isTrue();
        }
        long downUntil = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Patience.until("twenty seconds to pass", () -> System.nanoTime() > downUntil);
        assertThat(mail.mails()).isEmpty();

        mail.respond(Response.ACCEPT);
        assertThat(users).allSatisfy(each -> mail.awaitMail(each.email()));
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).hasSize(users.size());
    }
}
