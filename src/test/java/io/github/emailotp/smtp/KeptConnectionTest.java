package io.github.emailotp.smtp;

import static io.github.emailotp.smtp.SmtpTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;

@DisplayName("A kept connection")
class KeptConnectionTest {

    private static final String ALICE = "alice@example.test";

    private final SmtpTestServer server = new SmtpTestServer();
    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    @Test
    void carriesMailAfterMail() throws EmailException {
        for (int i = 0; i < 5; i++) {
            sender.send(server.settings(), ALICE);
        }
        assertThat(server.recipients()).hasSize(5);
        assertThat(server.opened()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "host, 127.0.0.1",
        "auth, true",
        "allowutf8, true",
    })
    void isNotSharedByOtherSettings(String key, String value) throws EmailException {
        var changed = new HashMap<>(server.settings(key, value));
        changed.putAll(Map.of("user", "mailer", "password", "secret"));
        sender.send(server.settings(), ALICE);
        sender.send(changed, ALICE);
        assertThat(server.opened()).isEqualTo(2);
    }

    @Test
    void isSharedWhateverTheMailSaysOfItsSenderAndItsTime() throws EmailException {
        sender.send(server.settings("fromDisplayName", "Login"), ALICE);
        sender.send(server.settings("replyTo", "help@example.test"), ALICE);
        sender.send(server.settings("from", "other@example.test"), ALICE);
        sender.send(server.settings("envelopeFrom", "bounces@example.test"), ALICE);
        sender.send(server.settings("timeout", "9999"), ALICE);
        assertThat(server.opened()).isEqualTo(1);
    }

    @Nested
    @DisplayName("with a login")
    class WithLogin {

        @ParameterizedTest
        @CsvSource({"user, mallory", "password, guess", "password, ${vault.other}"})
        void isNotSharedByAnotherOne(String key, String value) throws EmailException {
            var settings = new HashMap<>(server.settings("auth", "true"));
            settings.putAll(Map.of("user", "mailer", "password", "secret"));
            sender.send(settings, ALICE);
            settings.put(key, value);
            sender.send(settings, ALICE);
            assertThat(server.opened()).isEqualTo(2);
        }

        @Test
        void isNotSharedByAnotherPasswordInTheVault() throws EmailException {
            var settings = new HashMap<>(server.settings("auth", "true"));
            settings.putAll(Map.of("user", "mailer", "password", "${vault.smtp}"));
            sender.keycloak.vault.put("${vault.smtp}", "old");
            sender.send(settings, ALICE);
            sender.send(settings, ALICE);
            assertThat(server.opened()).isEqualTo(1);
            sender.keycloak.vault.put("${vault.smtp}", "new");
            sender.send(settings, ALICE);
            assertThat(server.opened()).isEqualTo(2);
        }

        @Test
        void doesNotPrintItsPassword() throws PooledEmailException {
            var settings = new HashMap<>(server.settings("auth", "true"));
            settings.putAll(Map.of("user", "mailer", "password", "open sesame"));
            Login login = new Logins(new AccessTokens(
                            new Timekeeper(System::nanoTime, Duration.ofHours(1)), Duration.ofSeconds(2)))
                    .of(sender.keycloak.session(), settings);
            var key = ConnectionKey.of(SmtpProperties.of(settings, "login@example.test"), login.fingerprint());
            assertThat(key.toString() + key.properties() + key.login() + login)
                    .doesNotContain("sesame")
                    .doesNotContain("mailer");
        }
    }

    @Nested
    @DisplayName("is replaced")
    class Replaced {

        @Test
        void afterItsIdleTime() throws EmailException {
            sender.send(server.settings(), ALICE);
            sender.pass(TestSender.LIMITS.idle().minusMillis(1));
            sender.send(server.settings(), ALICE);
            assertThat(server.opened()).isEqualTo(1);
            sender.pass(TestSender.LIMITS.idle());
            sender.send(server.settings(), ALICE);
            assertThat(server.opened()).isEqualTo(2);
            server.awaitOpen(1);
        }

        @Test
        void afterItsAgeHoweverBusy() throws EmailException {
            Duration step = Duration.ofSeconds(20);
            for (Duration age = Duration.ZERO; age.compareTo(TestSender.LIMITS.age()) < 0; age = age.plus(step)) {
                sender.send(server.settings(), ALICE);
                sender.pass(step);
            }
            assertThat(server.opened()).isEqualTo(1);
            sender.send(server.settings(), ALICE);
            assertThat(server.opened()).isEqualTo(2);
        }

        @Test
        void afterItsMails() throws EmailException {
            for (int i = 0; i < TestSender.LIMITS.mails(); i++) {
                sender.send(server.settings(), ALICE);
            }
            assertThat(server.opened()).isEqualTo(1);
            server.awaitOpen(0);
            sender.send(server.settings(), ALICE);
            assertThat(server.opened()).isEqualTo(2);
        }
    }

    @Test
    void isClosedWhenNobodyUsesIt() throws EmailException {
        sender.send(server.settings(), ALICE);
        sender.connections.evict();
        assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(1, 0, 0, 1));
        sender.pass(TestSender.LIMITS.idle());
        sender.connections.evict();
        assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(0, 0, 0, 1));
        server.awaitOpen(0);
    }

    @Test
    void isClosedWithTheServer() throws EmailException {
        var factory = new PooledEmailSenderProviderFactory();
        factory.init(new MapScope(Map.of()));
        EmailSenderProvider provider = factory.create(sender.keycloak.session());
        provider.send(server.settings(), ALICE, "Subject", "Text", "HTML");
        assertThat(factory.figures().open()).isEqualTo(1);
        factory.close();
        sender.close();
        assertThat(factory.figures().open()).isZero();
        server.awaitOpen(0);
        await(
                "the end of the timekeeper",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("timekeeper")));
    }
}
