package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of meters in the documentation. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Keycloak's metrics")
class MetersIT {

    private static final String HANDED_OVER =
            "keycloak_email_otp_mails_seconds_count{outcome=\"handed_over\",reason=\"none\"";
    private static final String REFUSED =
            "keycloak_email_otp_mails_seconds_count{outcome=\"refused\",reason=\"no_mailbox_550\"";
    private static final String RETRIED = "keycloak_email_otp_mails_retried_total{reason=\"transient_reply_450\"";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;

    MetersIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
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
        mail.respond(Response.ACCEPT);
        mail.awaitMail(late.email());
        Patience.until("the outbox to be empty", () -> value("keycloak_email_otp_outbox_mails") == 0);
    }

    @Test
    void tellOfTheConnections() {
        mail.awaitMail(begin().email());
        assertThat(value("keycloak_email_otp_smtp_connections_opened_total")).isGreaterThanOrEqualTo(1);
        assertThat(value("keycloak_email_otp_smtp_waiting")).isZero();
        assertThat(server.metrics())
                .contains("keycloak_email_otp_smtp_connections{state=\"idle\"")
                .contains("keycloak_email_otp_smtp_connections{state=\"active\"");
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
