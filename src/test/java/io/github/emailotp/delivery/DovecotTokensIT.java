package io.github.emailotp.delivery;

import static io.github.emailotp.delivery.RealDeliveries.requireOnce;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import io.github.emailotp.server.mail.TokenEndpoint;
import io.github.emailotp.server.mail.real.TokenSubmission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Mails to Dovecot's submission service, logged in by XOAUTH2")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DovecotTokensIT extends MailsToPostfix {

    private final TokenEndpoint tokens = new TokenEndpoint();
    private final TokenSubmission submission = new TokenSubmission(tokens, postfix);

    /** Each mail needs a login. */
    private final RealDeliveries deliveries = new RealDeliveries(
            Optional.empty(), Duration.ofMinutes(1), Map.of("mailsPerConnection", "1", "maxConnections", "1"));

    @AfterEach
    void end() {
        deliveries.close();
        submission.close();
        tokens.close();
    }

    private Mail put() {
        return deliveries.put("realm", submission.settings(tokens));
    }

    @Test
    void arriveOnceWithOneToken() {
        List<Mail> mails = deliveries.put(20, "realm", submission.settings(tokens));
        requireOnce(mails, postfix.mails());
        assertThat(tokens.requests()).hasSize(1);
        assertThat(tokens.questions()).isNotEmpty().allMatch(question -> question.contains("token-1"));
    }

    @Test
    void needAnotherTokenAfterItsLife() {
        tokens.grantFor(Duration.ofSeconds(1));
        requireOnce(List.of(put()), postfix.mails());
        requireOnce(List.of(put()), postfix.mails());
        assertThat(tokens.requests()).hasSize(2);
        assertThat(tokens.questions()).anyMatch(question -> question.contains("token-2"));
    }

    /** Whoever waits for the mail notices nothing. */
    @Test
    void needAnotherTokenWhereOneDiesBeforeItsTime() {
        requireOnce(List.of(put()), postfix.mails());
        tokens.revoke();
        Mail next = put();
        requireOnce(List.of(next), postfix.mails());
        assertThat(next.told()).containsExactly("HANDED_OVER");
        assertThat(tokens.requests()).hasSize(2);
    }

    /** It says so in a challenge, which needs no answer (RFC 7628 §3.2.3), and so there is no code. */
    @Test
    void areRefusedForTheLoginWhereNoTokenIsGood() {
        tokens.revokeAll();
        assertThat(put().first()).as(submission.log()).isEqualTo("REFUSED authentication");
        assertThat(tokens.requests()).hasSize(2);
    }

    @Test
    void areRefusedForTheTokenWhereThereIsNone() {
        tokens.refuse();
        assertThat(put().first()).isEqualTo("REFUSED token_refused_401");
        assertThat(tokens.questions()).isEmpty();
    }

    @Test
    void areRefusedForTheLoginWhereItIsByPassword() {
        Map<String, String> settings = new HashMap<>(submission.settings(tokens));
        settings.put("authType", "basic");
        settings.put("password", "secret");
        assertThat(deliveries.put("realm", settings).first()).isEqualTo("REFUSED no_login_method");
    }
}
