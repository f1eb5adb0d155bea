package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.TestLimits;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A mail that was perhaps claimed")
class LostMailClaimsTest extends ClaimsOnMails {

    private static final OtpPolicy ONE_OF_EACH = policy(new MailLimits(
            List.of(new RateLimit(1, MailLimits.DAY)),
            Optional.of(new RateLimit(1, Duration.ofHours(1))),
            Optional.of(new RateLimit(100, Duration.ofHours(1)))));

    private final Binding alice = login("alice@example.test");

    /** Mailbox, network and realm are three changes; each may fail before or after it was made. */
    @ParameterizedTest
    @CsvSource({
        "FAILS, 0, 1",
        "FAILS, 1, 1",
        "FAILS, 2, 1",
        "LOSES_THE_ANSWER, 0, 1",
        "FAILS, 1, 100",
        "FAILS, 2, 100",
        "LOSES_THE_ANSWER, 0, 100"
    })
    void isHadOnceTheCacheIsBack(Fault fault, int after, int calls) {
        List<String> owed = failToClaim(fault, after, calls);
        assertThat(granted(quota().claim(alice, 0, owed, ONE_OF_EACH)))
                .as("though one mail is allowed")
                .isTrue();
        assertThat(granted(quota().claim(alice, 0, owed, ONE_OF_EACH)))
                .as("once only")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void isNoReasonForALongerWait(int mails) {
        for (int i = 1; i < mails; i++) {
            quota().claim(alice, POLICY);
            clock.advance(Duration.ofMinutes(10));
        }
        List<String> owed = failToClaim(Fault.LOSES_THE_ANSWER, 0, 100);
        Allowed again = (Allowed) quota().claim(alice, 0, owed, POLICY);
        assertThat(Duration.between(clock.instant(), again.nextAt())).isEqualTo(POLICY.cooldownAfter(mails));
        assertThat(again.ordinal()).isEqualTo(mails);
    }

    /** Another tab has had the next number meanwhile. */
    @ParameterizedTest
    @CsvSource({"LOSES_THE_ANSWER, 0, 100"})
    void hasANumberOfItsOwn(Fault fault, int after, int calls) {
        List<String> owed = failToClaim(fault, after, calls);
        int other = ((Allowed) quota().claim(login("alice@example.test"), POLICY)).ordinal();
        assertThat(((Allowed) quota().claim(alice, 0, owed, POLICY)).ordinal()).isGreaterThan(other);
    }

    @ParameterizedTest
    @CsvSource({"FAILS, 3, 100", "IS_REPEATED, 0, 100"})
    void costsNetworkAndRealmNoMoreThanOne(Fault fault, int after, int calls) {
        OtpPolicy two = policy(new MailLimits(
                TestLimits.MAILS.perAddress(), Optional.of(new RateLimit(2, Duration.ofHours(1))), Optional.empty()));
        cells.breakDown(fault, after, calls);
        assertThat(granted(from("192.0.2.200", "first@example.test", two))).isTrue();
        cells.repair();
        assertThat(granted(from("192.0.2.200", "second@example.test", two))).isTrue();
        assertThat(granted(from("192.0.2.200", "third@example.test", two))).isFalse();
    }

    /** When servers come and go, a change can be made, told as not made, and have others on top when it is looked at. */
    @Test
    void isCountedOnceForItsNetworkThoughAnotherIsOnTop() {
        OtpPolicy three = policy(new MailLimits(
                TestLimits.MAILS.perAddress(), Optional.of(new RateLimit(3, Duration.ofHours(1))), Optional.empty()));
        assertThat(granted(from("192.0.2.200", "first@example.test", three))).isTrue();
        cells.afterNextReplace(() -> from("192.0.2.200", "on-top@example.test", three));
        assertThat(granted(from("192.0.2.200", "second@example.test", three))).isTrue();
        assertThat(granted(from("192.0.2.200", "fourth@example.test", three)))
                .as("three were counted")
                .isFalse();
        clock.advance(Duration.ofMinutes(61));
        assertThat(granted(from("192.0.2.200", "later@example.test", three))).isTrue();
    }

    private SendQuota.Permit from(String network, String address, OtpPolicy policy) {
        return quota(Acquaintance.STRANGER, network).claim(login(address), policy);
    }

    private List<String> failToClaim(Fault fault, int after, int calls) {
        cells.breakDown(fault, after, calls);
        var failure = catchThrowableOfType(
                ClaimsUnavailableException.class, () -> quota().claim(alice, 0, List.of(), ONE_OF_EACH));
        cells.repair();
        assertThat(failure).isNotNull();
        return failure.owed().stream().toList();
    }
}
