package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.SmallPoolExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each mail that is being sent would hold a connection to the database, if it were sent in a transaction. */
@ExtendWith(SmallPoolExtension.class)
@DisplayName("With three connections to the database")
class SmallPoolIT {

    private static final int MAILS = 14;

    /** So many at the same time once the mail server has been well; the connections that it keeps hang, too. */
    private static final int WARM = 4;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;

    SmallPoolIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void aMailServerThatHangsKeepsNoLoginOfAnotherRealmWaiting() {
        for (int i = 0; i < WARM; i++) {
            mail.awaitMail(begin().email());
        }
        mail.respond(MailServer.Response.SILENT_AFTER_DATA);
        for (int i = 0; i < MAILS; i++) {
            begin();
        }
        Patience.until("more mails that hang than there are connections", () -> hanging() > 3);
        requireQuickLoginsElsewhere();
        mail.respond(MailServer.Response.ACCEPT);
    }

    /** Each would hold a connection, if it waited in its request's transaction. */
    @Test
    void neitherDoLoginsThatWaitForIt() {
        realm.configureStep(Map.of("delivery", "wait", "deliveryTimeout", "60"));
        for (int i = 0; i < WARM; i++) {
            mail.awaitMail(begin().email());
        }
        mail.respond(MailServer.Response.SILENT_AFTER_DATA);
        List<CompletableFuture<TestUser>> waiting =
                IntStream.range(0, WARM).mapToObj(i -> inAThread(this::begin)).toList();
        Patience.until("more logins that wait than there are connections", () -> hanging() > 3);
        requireQuickLoginsElsewhere();
        assertThat(waiting).as("those that wait").noneMatch(CompletableFuture::isDone);
        mail.respond(MailServer.Response.ACCEPT);
        waiting.forEach(CompletableFuture::join);
    }

    private void requireQuickLoginsElsewhere() {
        List<Duration> logins = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            logins.add(passwordLogin());
        }
        assertThat(hanging()).as("mails that still hang").isPositive();
        assertThat(logins).allMatch(taken -> taken.compareTo(Duration.ofSeconds(4)) < 0);
    }

    private static <T> CompletableFuture<T> inAThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }

    private TestUser begin() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
        return user;
    }

    /** Of the realm "master", whose login has no code. */
    private Duration passwordLogin() {
        long begun = System.nanoTime();
        assertThat(new AdminApi(server.url(), "admin", "admin")
                        .get("master")
                        .path("realm")
                        .asText())
                .isEqualTo("master");
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private long hanging() {
        return server.metrics()
                .lines()
                .filter(line -> line.startsWith("keycloak_email_otp_smtp_connections{state=\"active\""))
                .mapToLong(line -> Math.round(Double.parseDouble(line.replaceFirst(".* ", ""))))
                .sum();
    }
}
