package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sending.Stage;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The page says of a mail")
class SendingViewTest {

    @ParameterizedTest
    @CsvSource({
        "WAITING, '', waiting, emailOtpSendingWaiting",
        "RETRYING, timeout, retrying, emailOtpSendingRetrying",
        "HANDED_OVER, '', handedOver, emailOtpSendingHandedOver",
        "UNCONFIRMED, maybe_accepted, unconfirmed, emailOtpSendingUnconfirmed",
        "REFUSED, mailbox_full_552, refused, emailOtpSendingFull",
        "REFUSED, no_mailbox_550, refused, emailOtpSendingNoMailbox",
        "REFUSED, permanent_reply_550, refused, emailOtpSendingRefused",
        "REFUSED, permanent_reply_554, refused, emailOtpSendingRefused",
        "REFUSED, authentication_535, refused, emailOtpSendingRefused",
        "REFUSED, authentication, refused, emailOtpSendingRefused",
        "REFUSED, starttls_missing, refused, emailOtpSendingNotSecure",
        "REFUSED, tls, refused, emailOtpSendFailed",
        "REFUSED, bad_configuration, refused, emailOtpSendFailed",
        "GIVEN_UP, timeout, refused, emailOtpSendingGivenUp",
        "GIVEN_UP, mailbox_full_452, refused, emailOtpSendingFull",
        "GIVEN_UP, transient_reply_452, refused, emailOtpSendingGivenUp",
        "GIVEN_UP, account_gone, refused, emailOtpSendFailed",
        "GIVEN_UP, address_changed, refused, emailOtpAddressChanged",
        "GIVEN_UP, server_stopped, refused, emailOtpSendingGivenUp"
    })
    void whatBecameOfIt(Stage stage, String reason, String state, String text) {
        Sending sending = new Sending(stage, Instant.EPOCH, reason);
        assertThat(SendingView.state(sending)).isEqualTo(state);
        assertThat(SendingView.textKey(sending)).isEqualTo(text);
        if (stage != Stage.WAITING) {
            assertThat(SendingView.TEXTS_TO_COME).as("the script has it").contains(text);
        }
    }
}
