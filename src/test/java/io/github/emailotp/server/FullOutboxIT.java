package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.BreakableExtension;
import io.github.emailotp.server.harness.BreakableKeycloak;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The outbox's option {@code --spi-email-otp-outbox-node-capacity} is set on this server. */
@ExtendWith(BreakableExtension.class)
@DisplayName("A full outbox")
class FullOutboxIT {

    private final BreakableKeycloak keycloak;
    private final TestRealm realm;
    private final MailServer mail;

    FullOutboxIT(BreakableKeycloak keycloak, TestRealm realm, MailServer mail) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void isToldAtOnceWithAWayForwardAndCostsNothing() {
        realm.configureStep(Map.of("mailsPer5Minutes", "1", "resendCooldown", "10"));
        mail.respond(Response.SILENT);
        for (int i = 0; i < BreakableKeycloak.OUTBOX; i++) {
            assertThat(login(realm.newClient(), realm.newUser()).isCodePage()).isTrue();
        }
        double before = counted();
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        Page full = login(client, user);
        assertThat(full.status()).isEqualTo(200);
        assertThat(full.error()).startsWith("We could not mail the code");
        assertThat(counted()).isEqualTo(before + 1);
        JsonNode event = realm.events(user).get(0);
        assertThat(event.path("error").asText()).isEqualTo("email_send_failed");
        assertThat(event.path("details").path("reason").asText()).isEqualTo("outbox_full");

        try (Browser browser = Browser.open()) {
            browser.openLogin(realm).submit(realm.newUser());
            browser.await(ExpectedConditions.textToBePresentInElementLocated(By.tagName("main"), MailTroubles.SERVICE));
        }

        mail.respond(Response.ACCEPT);
        Patience.until("room in the outbox", () -> client.resend().isCodePage());
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    private double counted() {
        return Pattern.compile("(?m)^keycloak_email_otp_outbox_full_total[^ ]* ([0-9.]+)$")
                .matcher(keycloak.servers().get(0).metrics())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static Page login(LoginClient client, TestUser user) {
        client.openLogin();
        return client.password(user);
    }
}
