package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.SendQuota.Permit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A claim on a mail to one mailbox")
class MailboxQuotaTest extends ClaimsOnMails {

    @Test
    void thatHasEndedIsNotGivenBackForAnother() {
        SendQuota.Permit late = mailTo("alice@example.test");
        clock.advance(Duration.ofMinutes(5));
        for (int i = 0; i < 3; i++) {
            assertThat(granted(mailTo("alice@example.test"))).isTrue();
        }
        quota(Acquaintance.STRANGER, "192.0.2.1").refused(((SendQuota.Allowed) late).claims());
        assertThat(granted(mailTo("alice@example.test"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"300, 3", "900, 5", "3600, 10", "86400, 10"})
    void isGrantedNoOftenerThanTheWindowAllows(long window, int mails) {
        int sent = 0;
        for (int second = 0; second < window; second += 10) {
            sent += granted(mailTo("alice@example.test")) ? 1 : 0;
            clock.advance(Duration.ofSeconds(10));
        }
        assertThat(sent).isEqualTo(mails);
    }

    @Test
    void isRefusedWithTheWaitThatItTakes() {
        for (int i = 0; i < 3; i++) {
            mailTo("alice@example.test");
            clock.advance(Duration.ofSeconds(40));
        }
        SendQuota.Permit refused = mailTo("alice@example.test");
        assertThat(refused).isEqualTo(new SendQuota.Denied(Limit.ADDRESS, Duration.ofMinutes(3)));
        clock.advance(waitOf(refused).minusSeconds(1));
        assertThat(granted(mailTo("alice@example.test"))).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(granted(mailTo("alice@example.test"))).isTrue();
    }

    @Test
    void isRefusedUntilTheLastOfTheFullWindowsEnds() {
        for (int i = 0; i < 10; i++) {
            assertThat(granted(mailTo("alice@example.test"))).isTrue();
            clock.advance(Duration.ofMinutes(6));
        }
        SendQuota.Permit refused = mailTo("alice@example.test");
        clock.advance(waitOf(refused).minusSeconds(1));
        assertThat(granted(mailTo("alice@example.test"))).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(granted(mailTo("alice@example.test"))).isTrue();
    }

    @Test
    void takesNothingWhenItIsRefused() {
        for (int i = 0; i < 10; i++) {
            mailTo("alice@example.test");
            clock.advance(Duration.ofMinutes(6));
        }
        int taken = cells.size();
        for (int i = 0; i < 5; i++) {
            assertThat(granted(mailTo("alice@example.test"))).isFalse();
        }
        assertThat(cells.size()).isEqualTo(taken);
    }

    @Test
    void isNotChargedToTheDayWhenTheMailIsRefused() {
        for (int i = 0; i < 40; i++) {
            quota().refused(allowedMailTo("alice@example.test").claims());
            clock.advance(Duration.ofMinutes(20));
        }
    }

    @Test
    void staysChargedToTheHourWhenTheMailIsRefused() {
        for (int i = 0; i < 10; i++) {
            quota().refused(allowedMailTo("alice@example.test").claims());
            clock.advance(Duration.ofMinutes(5));
        }
        assertThat(waitOf(mailTo("alice@example.test"))).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void isChargedToNoLimitWhenTheMailNeverLeft() {
        for (int i = 0; i < 40; i++) {
            quota().unsent(allowedMailTo("alice@example.test").claims());
        }
    }

    /** Else whoever asks while none can leave fills the record, which each request reads and writes. */
    @Test
    void remembersFewOfTheMailsThatNeverLeft() {
        for (int i = 0; i < 200; i++) {
            quota().unsent(allowedMailTo("alice@example.test").claims());
        }
        assertThat(cells.longestText()).isLessThan(1_000);
    }

    @Test
    void remembersAMailThatNeverLeftAsLongAsItsWaitAndItsCode() {
        Binding alice = login("alice@example.test");
        OtpPolicy slow = new OtpPolicy(
                POLICY.format(),
                OtpPolicy.MAX_LIFETIME,
                POLICY.tries(),
                OtpPolicy.MAX_COOLDOWN,
                POLICY.guesses(),
                POLICY.mails());
        SendQuota.Allowed unsent = (SendQuota.Allowed) quota().claim(alice, slow);
        quota().unsent(unsent.claims());
        clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(waitOf(quota().claim(alice, slow))).isEqualTo(Duration.ofSeconds(1));
        assertThat(quota().isRefused(unsent.claims())).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(cells.size()).as("nothing is left").isZero();
    }

    @Test
    void keepsTheWaitOfAMailThatNeverLeft() {
        Binding alice = login("alice@example.test");
        SendQuota.Allowed unsent = (SendQuota.Allowed) quota().claim(alice, POLICY);
        quota().unsent(unsent.claims());
        assertThat(waitOf(quota().claim(alice, POLICY))).isEqualTo(COOLDOWN);
        assertThat(quota().isRefused(unsent.claims())).isTrue();
    }

    @Test
    void numbersMailsOnFromThoseOfTheLogin() {
        Binding tab = login("alice@example.test");
        assertThat(((SendQuota.Allowed) quota().claim(tab, 4, List.of(), POLICY)).ordinal())
                .isEqualTo(5);
        assertThat(allowedMailTo("alice@example.test").ordinal())
                .as("of another tab")
                .isEqualTo(6);
    }

    @Test
    void tellsWhichMailsWereRefused() {
        SendQuota.Allowed first = allowedMailTo("alice@example.test");
        SendQuota.Allowed second = allowedMailTo("alice@example.test");
        quota().refused(second.claims());
        assertThat(quota().isRefused(first.claims())).isFalse();
        assertThat(quota().isRefused(second.claims())).isTrue();
    }

    @Test
    void isForgottenWithItsLogin() {
        for (int i = 0; i < 100; i++) {
            redeem(allowedMailTo("alice@example.test"));
        }
        clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(cells.size()).as("nothing is left").isZero();
    }

    @Test
    void leavesItsNumberToNoOtherWhileItsCodeMayLieInTheMailbox() {
        SendQuota.Allowed first = allowedMailTo("alice@example.test");
        redeem(first);
        assertThat(allowedMailTo("alice@example.test").ordinal()).isEqualTo(first.ordinal() + 1);
    }

    @Test
    void isForgottenWithItsOwnLoginOnly() {
        SendQuota.Allowed first = allowedMailTo("alice@example.test");
        mailTo("alice@example.test");
        mailTo("alice@example.test");
        redeem(first);
        assertThat(granted(mailTo("alice@example.test"))).isTrue();
        assertThat(granted(mailTo("alice@example.test"))).isFalse();
    }

    @Test
    void numbersTheMailsOfAllLogins() {
        assertThat(allowedMailTo("alice@example.test").ordinal()).isEqualTo(1);
        assertThat(allowedMailTo("alice@example.test").ordinal()).isEqualTo(2);
        assertThat(allowedMailTo("bob@example.test").ordinal()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@bücher.test", "ALICE@BÜCHER.test", "alice+x@xn--bcher-kva.test"})
    void isSharedByBothWaysToWriteAnInternationalDomain(String variant) {
        for (int i = 0; i < 3; i++) {
            mailTo("alice@xn--bcher-kva.test");
        }
        assertThat(granted(mailTo(variant))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALICE@Example.test", "alice+1@example.test", "alice@EXAMPLE.TEST."})
    void isSharedByAllWaysToWriteIt(String variant) {
        for (int i = 0; i < 3; i++) {
            mailTo("alice@example.test");
        }
        assertThat(granted(mailTo(variant))).isFalse();
        assertThat(granted(mailTo("bob@example.test"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Acquaintance.class)
    void isOneForEachAcquaintance(Acquaintance asking) {
        int mails = 0;
        while (granted(mailTo("alice@example.test", asking))) {
            mails++;
        }
        assertThat(mails).isEqualTo(3);
        for (Acquaintance other : Acquaintance.values()) {
            assertThat(granted(mailTo("alice@example.test", other))).isEqualTo(other != asking);
        }
    }

    private Permit mailTo(String address, Acquaintance asking) {
        return quota(asking, "192.0.2.99").claim(login(address), POLICY);
    }

    @Test
    void leavesNoAddressInTheCache() {
        mailTo("alice@example.test");
        assertThat(cells.anyTextContains("alice")).isFalse();
    }
}
