package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.server.mail.AnyToken;
import io.github.emailotp.server.mail.TokenEndpoint;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;

@DisplayName("An XOAUTH2 login")
class TokenLoginTest {

    private static final String ALICE = "alice@example.test";

    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final SmtpTestServer server = new SmtpTestServer(
            builder -> builder.requireAuth().authenticationHandlerFactory(new AnyToken(logins::add)));
    private final TokenEndpoint tokens = new TokenEndpoint();

    @AfterEach
    void stop() {
        tokens.close();
        server.close();
    }

    @Test
    void usesATokenWhileItLives() throws EmailException {
        try (var sender = new TestSender(TestSender.LIMITS)) {
            sender.keycloak.vault.put("${vault.mail}", "client secret");
            sender.send(settings("${vault.mail}"), ALICE);
            sender.send(settings("${vault.mail}"), ALICE);
        }
        assertThat(server.recipients()).hasSize(2);
        assertThat(server.opened()).isEqualTo(1);
        assertThat(logins).containsExactly("user=mailer@example.test|auth=Bearer token 1||");
        assertThat(tokens.requests())
                .singleElement()
                .asString()
                .contains(
                        "grant_type=client_credentials",
                        "client_id=mailer",
                        "client_secret=client+secret",
                        "scope=smtp");
    }

    @Test
    void isNotSharedByAnotherClientSecret() throws EmailException {
        try (var sender = new TestSender(TestSender.LIMITS)) {
            sender.send(settings("old"), ALICE);
            sender.send(settings("new"), ALICE);
        }
        assertThat(server.opened()).isEqualTo(2);
        assertThat(tokens.requests()).hasSize(2);
    }

    @Test
    void failsIfThereIsNoToken() {
        tokens.close();
        try (var sender = new TestSender(TestSender.LIMITS)) {
            var thrown = catchThrowableOfType(EmailException.class, () -> sender.send(settings("secret"), ALICE));
            assertThat(SmtpFailure.of(thrown).kind()).isEqualTo(Kind.TOKEN_UNAVAILABLE);
            assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(0, 0, 0, 0));
        }
    }

    private Map<String, String> settings(String secret) {
        var settings = new HashMap<>(server.settings("auth", "true"));
        settings.putAll(tokens.smtpSettings(secret));
        return settings;
    }
}
