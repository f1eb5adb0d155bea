package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.OneTimeCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A rendered mail")
class RenderedMailTest {

    private final OneTimeCode code = Messages.toAlice().code();

    private boolean shows(String text, String html) {
        return new RenderedMail("Subject", text, html).shows(code);
    }

    /** An own template may write it digit by digit in one of them. */
    @Test
    void showsItsCodeIfOneOfItsPartsDoes() {
        String broken = String.join(" ", code.reveal().split(""));
        assertThat(shows(code.reveal(), broken)).isTrue();
        assertThat(shows(broken, "<b>" + code.reveal() + "</b>")).isTrue();
        assertThat(shows(code.reveal(), null)).isTrue();
        assertThat(shows("", "<b>" + code.reveal() + "</b>")).isTrue();
    }

    @Test
    void withoutItsCodeIsNone() {
        assertThat(shows("Hello", "<b>Hello</b>")).isFalse();
        assertThat(shows("", "")).isFalse();
        assertThat(shows(null, null)).isFalse();
    }
}
