package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Delivery;
import io.github.emailotp.otp.Purpose;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;

@DisplayName("A failed mail")
class MailFailureTest {

    private final CodeMessage message = new CodeMessage(
            new Binding("realm", "user", "alice@example.test", Purpose.LOGIN, "tab"),
            new CodeFormat(Alphabet.DIGITS, 8).draw(new SecureRandom()),
            1,
            Instant.EPOCH,
            Duration.ofMinutes(5));

    @Test
    void isNamedAfterItsRootCause() {
        Throwable failure = new EmailException("cannot send", new IOException(new ConnectException("refused")));
        assertThat(MailFailure.of(failure, message).delivery()).isEqualTo(new Delivery.Failed("ConnectException"));
        assertThat(MailFailure.of(failure, message).description()).contains("cannot send", "refused");
    }

    @Test
    void mayArriveAllTheSameIfTheServerDidNotAnswerInTime() {
        Throwable failure = new EmailException("cannot send", new SocketTimeoutException("Read timed out"));
        assertThat(MailFailure.of(failure, message).delivery())
                .isEqualTo(new Delivery.TimedOut("SocketTimeoutException"));
    }

    @Test
    void isDescribedWithoutAddressesAndCode() {
        String code = message.code().reveal();
        Throwable failure = new IOException("550 <alice@example.test> unknown,\r\n see bob@example.test; said " + code);
        assertThat(MailFailure.of(failure, message).description())
                .contains("550", "unknown")
                .doesNotContain(code, "alice@", "bob@", "example.test", "\r", "\n");
    }

    @Test
    void endsWithCausesThatGoInCircles() {
        Exception outer = new Exception("outer");
        outer.initCause(new Exception("inner", outer));
        assertThat(MailFailure.of(outer, message).description()).hasSizeLessThan(1_000);
    }
}
