package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of meters in the documentation. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Keycloak's metrics")
public class MetersIT {

    private static final String PREFIX = "keycloak_email_otp_";
    private static final String OTHER_TEST = "FullOutboxIT";

    /** All meters that are seen to move, with the test that sees it; and the one that does not. */
    public static final Map<String, String> SEEN = Map.of(
            "outbox_mails", "here",
            "outbox_oldest_seconds", "here",
            "outbox_full_total", OTHER_TEST,
            "mails_unrendered_total", "here",
            "mails_seconds", "here",
            "mails_retried_total", "here",
            "smtp_connections", "here",
            "smtp_connections_opened_total", "here",
            // Mails of the outbox wait there, and never for a connection.
            "smtp_waiting", "LimitedConnectionsTest");

    private static final String HANDED_OVER =
            "keycloak_email_otp_mails_seconds_count{outcome=\"handed_over\",reason=\"none\"";
    private static final String REFUSED =
            "keycloak_email_otp_mails_seconds_count{outcome=\"refused\",reason=\"no_mailbox_550\"";
    private static final String CONNECTIONS = PREFIX + "smtp_connections{state=";
    private static final String RETRIED = "keycloak_email_otp_mails_retried_total{reason=\"transient_reply_450\"";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final MailServer own = MailServer.plain();

    MetersIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @AfterEach
    void stop() {
        own.close();
    }

    @Test
    void countMailsByWhatBecameOfThem() {
        double handedOver = value(HANDED_OVER);
        double refused = value(REFUSED);
        double retried = value(RETRIED);
        mail.awaitMail(begin().email());
        Patience.until("the mail to be counted", () -> value(HANDED_OVER) == handedOver + 1);

        mail.respond(Response.REJECT);
        begin();
        Patience.until("the refusal to be counted", () -> value(REFUSED) == refused + 1);

        mail.respond(Response.DEFER);
        TestUser late = begin();
        Patience.until("the next attempt to be counted", () -> value(RETRIED) >= retried + 1);
        assertThat(value("keycloak_email_otp_outbox_mails")).as("it waits").isGreaterThanOrEqualTo(1);
        assertThat(value("keycloak_email_otp_outbox_oldest_seconds"))
                .as("since")
                .isGreaterThan(0);
        mail.respond(Response.ACCEPT);
        mail.awaitMail(late.email());
        Patience.until("the outbox to be empty", () -> value("keycloak_email_otp_outbox_mails") == 0);
        assertThat(value("keycloak_email_otp_outbox_oldest_seconds")).isZero();
    }

    @Test
    void tellOfTheConnections() {
        realm.sendThrough(own);
        double opened = value(PREFIX + "smtp_connections_opened_total");
        double idle = value(CONNECTIONS + "\"idle\"");
        own.respond(Response.SILENT);
        TestUser user = begin();
        Patience.until("a connection that is in use", () -> value(CONNECTIONS + "\"active\"") == 1);
        own.respond(Response.ACCEPT);
        own.awaitMail(user.email());
        Patience.until("a connection that is kept", () -> value(CONNECTIONS + "\"idle\"") > idle);
        assertThat(value(CONNECTIONS + "\"active\"")).isZero();
        assertThat(value(PREFIX + "smtp_connections_opened_total")).isGreaterThan(opened);
        assertThat(value(PREFIX + "smtp_waiting")).isZero();
    }

    @Test
    void countMailsThatCannotBeRendered() {
        double before = value(PREFIX + "mails_unrendered_total");
        BrokenMailTheme broken = new BrokenMailTheme(server, realm);
        try {
            begin();
            Patience.until("it to be counted", () -> value(PREFIX + "mails_unrendered_total") == before + 1);
        } finally {
            broken.close();
        }
    }

    /** Prometheus does not say that an expression names a meter or a label that there is none of: it never comes true. */
    @Test
    void haveAllThatTheAlertsOfTheDocumentationName() throws IOException {
        mail.awaitMail(begin().email());
        Patience.until("the mail to be counted", () -> value(HANDED_OVER) > 0);
        String metrics = server.metrics();
        List<MatchResult> named = Pattern.compile("(" + PREFIX + "[a-z_]+)(?:\\{([^}]*)})?")
                .matcher(Files.readString(Path.of("docs", "alerts.yml")))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThanOrEqualTo(4);
        for (MatchResult meter : named) {
            Optional<String> labels = Pattern.compile("(?m)^" + meter.group(1) + "(?:\\{(.*)})? [0-9.E]+$")
                    .matcher(metrics)
                    .results()
                    .map(found -> found.group(1) == null ? "" : found.group(1))
                    .findFirst();
            assertThat(labels).as(meter.group()).isPresent();
            Stream.of(meter.group(2) == null ? new String[0] : meter.group(2).split(","))
                    .map(label -> label.replaceFirst("[!=~]+.*", "=\""))
                    .forEach(label -> assertThat(labels.get()).contains(label));
        }
    }

    private TestUser begin() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        return user;
    }

    /** The value of a meter; zero if it has none yet. Newer versions add labels at the end. */
    private double value(String meter) {
        return Pattern.compile("(?m)^" + Pattern.quote(meter) + "[^ ]* ([0-9.E]+)$")
                .matcher(server.metrics())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }
}
