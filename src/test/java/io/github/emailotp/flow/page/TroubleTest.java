package io.github.emailotp.flow.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A mail that does not arrive is told as")
class TroubleTest {

    @ParameterizedTest
    @CsvSource({
        "mailbox_full_552, MAILBOX",
        "mailbox_full_452, MAILBOX",
        "no_mailbox_550, MAILBOX",
        "bad_address, MAILBOX",
        "address_changed, ADDRESS_CHANGED",
        "permanent_reply_554, SERVICE",
        "transient_reply_450, SERVICE",
        "authentication_535, SERVICE",
        "starttls_missing, SERVICE",
        "starttls_required_530, SERVICE",
        "tls, SERVICE",
        "ehlo_name_504, SERVICE",
        "sender_refused_553, SERVICE",
        "no_login_method, SERVICE",
        "token_unavailable_503, SERVICE",
        "token_refused_401, SERVICE",
        "not_now_421, SERVICE",
        "not_ready, SERVICE",
        "superseded, SERVICE",
        "settled, SERVICE",
        "rendering, SERVICE",
        "bad_configuration, SERVICE",
        "outbox_full, SERVICE",
        "timeout, SERVICE",
        "account_gone, SERVICE",
        "server_stopped, SERVICE"
    })
    void itsReasonSays(String reason, Trouble trouble) {
        assertThat(Trouble.of(reason)).isEqualTo(trouble);
    }
}
