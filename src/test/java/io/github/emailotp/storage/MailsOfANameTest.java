package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SendQuota;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What whoever has only typed a name can tell by their mails. */
@DisplayName("A mail to whoever is meant by a name")
class MailsOfANameTest extends ClaimsOnMails {

    private static final String ADDRESS = "alice@example.test";

    @Test
    void hasANumberThatTellsNothingOfTheMailsThatItsOwnerGets() {
        mailTo(ADDRESS);
        assertThat(allowedMailTo(ADDRESS).ordinal()).isEqualTo(2);
        assertThat(number(mailToTheName(Acquaintance.ANONYMOUS))).isEqualTo(1);
        assertThat(number(mailToTheName(Acquaintance.ANONYMOUS))).isEqualTo(2);
        assertThat(allowedMailTo(ADDRESS).ordinal()).isEqualTo(3);
    }

    @Test
    void countsForItselfAlone() {
        for (int i = 0; i < 3; i++) {
            assertThat(granted(mailToTheName(Acquaintance.ANONYMOUS))).isTrue();
        }
        assertThat(granted(mailToTheName(Acquaintance.ANONYMOUS))).isFalse();
        assertThat(granted(mailTo(ADDRESS))).isTrue();
        assertThat(granted(mailToTheName(Acquaintance.KNOWN))).isTrue();
    }

    /** Whoever has logged in before knows that there is an account. */
    @Test
    void isNumberedAmongAllOthersInAKnownBrowser() {
        mailTo(ADDRESS);
        assertThat(number(mailToTheName(Acquaintance.KNOWN))).isEqualTo(2);
    }

    /** To log in, or for a new password. */
    @Test
    void countsTogetherWhateverTheNameIsEnoughFor() {
        for (Purpose purpose : List.of(Purpose.FIRST, Purpose.RESET, Purpose.FIRST)) {
            assertThat(granted(mailToTheName(purpose, Acquaintance.ANONYMOUS))).isTrue();
        }
        assertThat(granted(mailToTheName(Purpose.RESET, Acquaintance.ANONYMOUS)))
                .isFalse();
    }

    /** To log in, or to register: whether there is an account, both tell nobody. */
    @Test
    void isNumberedInOneRowWithThoseOfARegistration() {
        mailToTheName(Acquaintance.ANONYMOUS);
        assertThat(number(mailToTheName(Purpose.REGISTER, Acquaintance.ANONYMOUS)))
                .isEqualTo(2);
    }

    private SendQuota.Permit mailToTheName(Acquaintance acquaintance) {
        return mailToTheName(Purpose.FIRST, acquaintance);
    }

    private SendQuota.Permit mailToTheName(Purpose purpose, Acquaintance acquaintance) {
        Binding login = login(ADDRESS);
        Binding named = new Binding(login.realmId(), login.userId(), login.address(), purpose, login.sessionId());
        return quota(acquaintance, "192.0.2.1").claim(named, POLICY);
    }

    private static int number(SendQuota.Permit permit) {
        return ((SendQuota.Allowed) permit).ordinal();
    }
}
