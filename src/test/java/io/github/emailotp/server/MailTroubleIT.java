package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.RawServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The reasons of {@code docs/events.md}, as people see them: three sentences, whatever the mail server says. */
@ExtendWith(KeycloakExtension.class)
@DisplayName("Of a mail that does not arrive, people in a browser read")
class MailTroubleIT {

    private static final String MAILBOX = "Your mailbox did not take the mail";
    private static final String NOT_YET = "The mail is not through yet: we keep trying.";
    private static final String SERVICE = "We could not mail the code: our service has a problem.";
    private static final List<String> ALL = List.of(MAILBOX, NOT_YET, SERVICE);

    private final TestRealm realm;
    private final TestUser user;
    private final RawServer server = new RawServer();
    private final Browser browser = Browser.open();

    MailTroubleIT(TestRealm realm) {
        this.realm = realm;
        this.user = realm.newUser();
    }

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            RCPT | 550 5.1.1 no such user                  | no_mailbox_550
            RCPT | 552 5.2.2 mailbox full                  | mailbox_full_552
            """)
    void thatItIsTheirMailbox(String command, String reply, String reason) {
        server.on(command, reply);
        read(MAILBOX, server.settings());
        assertThat(reasons("email_send_failed")).containsExactly(reason);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            EHLO | 504 5.5.2 need a fully qualified name   | ehlo_name_504
            MAIL | 530 5.7.0 authentication required       | authentication_530
            MAIL | 530 5.7.0 Must issue a STARTTLS command | starttls_required_530
            MAIL | 553 5.7.1 sender address not yours      | sender_refused_553
            RCPT | 550 5.7.1 relaying denied               | permanent_reply_550
            .    | 554 5.7.1 looks like spam               | permanent_reply_554
            """)
    void thatTheServiceHasAProblem(String command, String reply, String reason) {
        server.on(command, reply);
        read(SERVICE, server.settings());
        assertThat(reasons("email_send_failed")).containsExactly(reason);
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of("bad_configuration", List.of("host", "no host")),
                Arguments.of("starttls_missing", List.of("starttls", "true")),
                Arguments.of("tls", List.of("ssl", "true")),
                Arguments.of("authentication_535", List.of("auth", "true", "user", "login", "password", "wrong")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void thatTheServiceHasAProblemWithItsSettings(String reason, List<String> settings) {
        server.offering("AUTH PLAIN").on("AUTH", "535 5.7.8 no");
        read(SERVICE, server.settings(settings.toArray(String[]::new)));
        assertThat(reasons("email_send_failed")).containsExactly(reason);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            GREETING | 421 4.3.2 too many connections
            MAIL     | 451 4.3.0 try again later
            RCPT     | 450 4.2.0 greylisted
            RCPT     | 452 4.2.2 over quota
            .        | 451 4.3.0 out of memory
            """)
    void thatItIsNotThroughYet(String command, String reply) {
        server.on(command, reply);
        read(NOT_YET, server.settings());
        assertThat(reasons("email_send_failed")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"port, 1", "timeout, 1000"})
    void thatItIsNotThroughYetWhileTheServerIsAway(String setting, String value) {
        server.on(RawServer.GREETING, server.silence());
        read(NOT_YET, server.settings(setting, value));
        assertThat(reasons("email_send_failed")).isEmpty();
    }

    /** Lets the user log in until the page says so, and nothing else of the mail. */
    private void read(String sentence, Map<String, String> smtp) {
        realm.sendThrough(smtp);
        browser.openLogin(realm).submit(user);
        browser.await(ExpectedConditions.textToBePresentInElementLocated(By.tagName("main"), sentence));
        String text = browser.await("main").getText();
        assertThat(ALL).filteredOn(text::contains).containsExactly(sentence);
    }

    private List<String> reasons(String error) {
        return realm.events(user).stream()
                .filter(event -> event.path("error").asText().equals(error))
                .map(event -> event.path("details").path("reason").asText())
                .toList();
    }
}
