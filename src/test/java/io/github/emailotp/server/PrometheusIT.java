package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.Dashboard;
import io.github.emailotp.server.harness.CountingExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Prometheus;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With a real one, so on demand only: {@code src/test/scripts/prometheus.sh} installs it. */
@Tag("prometheus")
@ExtendWith(CountingExtension.class)
@DisplayName("A Prometheus that scrapes a server")
class PrometheusIT {

    private static final String MAILS = "keycloak_email_otp_mails_seconds_count";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;

    @TempDir
    private Path folder;

    PrometheusIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void hasAnAnswerToEveryQuestionOfTheDashboardAndTheAlerts() throws IOException {
        try (Prometheus prometheus = Prometheus.scraping(server, Path.of("docs", "alerts.yml"), folder)) {
            Patience.until("Prometheus", prometheus::isReady);
            logIn(Response.ACCEPT);
            Patience.until("the first scrape", () -> !prometheus.ask(MAILS).isEmpty());
            logIn(Response.REJECT);
            logIn(Response.DEFER);
            List<String> questions = Dashboard.read().questions();
            assertThat(questions).hasSizeGreaterThan(20);
            for (String question : questions) {
                Patience.until(question, () -> !prometheus.ask(question).isEmpty());
            }
            Patience.until("the rules to be asked", () -> isHealthy(prometheus.rules()));
            assertThat(prometheus.rules()).hasSize(3);
        }
    }

    private static boolean isHealthy(JsonNode rules) {
        boolean healthy = !rules.isEmpty();
        for (JsonNode rule : rules) {
            healthy &= rule.required("health").asText().equals("ok");
        }
        return healthy;
    }

    private void logIn(Response response) {
        mail.respond(response);
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        if (response == Response.ACCEPT) {
            assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                    .isTrue();
        }
    }
}
