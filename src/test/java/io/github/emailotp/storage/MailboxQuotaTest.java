package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.TestLimits;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        quota(Acquaintance.STRANGER, "192.0.2.1").giveBack((SendQuota.Allowed) late);
        assertThat(granted(mailTo("alice@example.test"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"300, 3", "900, 5", "3600, 10", "86400, 20"})
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
    void tellsAtMostTheWindowWhenTheTimesAreLost() {
        for (int i = 0; i < 4; i++) {
            SendQuota.Permit permit = new SingleUseSendQuota(
                            objects.claimsWithoutNotes(), new Requester(Acquaintance.STRANGER, "n" + i), clock)
                    .claim(login("alice@example.test"), COOLDOWN, TestLimits.MAILS);
            assertThat(granted(permit) || waitOf(permit).equals(Duration.ofMinutes(5)))
                    .isTrue();
        }
    }

    @Test
    void isRefusedUntilTheLastOfTheFullWindowsEnds() {
        for (int i = 0; i < 20; i++) {
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
        for (int i = 0; i < 20; i++) {
            mailTo("alice@example.test");
            clock.advance(Duration.ofMinutes(6));
        }
        int taken = objects.size();
        for (int i = 0; i < 5; i++) {
            assertThat(granted(mailTo("alice@example.test"))).isFalse();
        }
        assertThat(objects.size()).isEqualTo(taken);
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

    @Test
    void isSeparateForBrowsersThatAreKnown() {
        for (int i = 0; i < 4; i++) {
            mailTo("alice@example.test");
        }
        assertThat(granted(quota(Acquaintance.KNOWN, "192.0.2.99")
                        .claim(login("alice@example.test"), COOLDOWN, TestLimits.MAILS)))
                .isTrue();
    }

    @Test
    void leavesNoAddressInTheCache() {
        mailTo("alice@example.test");
        assertThat(objects.anyNameContains("alice")).isFalse();
    }
}
