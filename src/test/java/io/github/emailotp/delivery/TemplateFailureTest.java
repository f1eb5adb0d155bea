package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.CodeMessage;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;

@DisplayName("A mail that cannot be rendered")
class TemplateFailureTest {

    private final CodeMessage message = Messages.toAlice();

    @Test
    void isDescribedWithItsCauses() {
        Throwable failure = new EmailException("cannot render", new IOException(new ConnectException("refused")));
        assertThat(TemplateFailure.describe(failure, message)).contains("cannot render", "caused by", "refused");
    }

    @Test
    void isDescribedWithoutAddressesAndCode() {
        String code = message.code().reveal();
        Throwable failure = new IOException("<alice@example.test> unknown,\r\n see bob@example.test; said " + code);
        assertThat(TemplateFailure.describe(failure, message))
                .contains("unknown")
                .doesNotContain(code, "alice@", "bob@", "example.test", "\r", "\n");
    }

    @Test
    void endsWithCausesThatGoInCircles() {
        Exception outer = new Exception("outer");
        outer.initCause(new Exception("inner", outer));
        assertThat(TemplateFailure.describe(outer, message)).hasSizeLessThan(1_000);
    }
}
