package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.TestLimits;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A mail that was perhaps claimed")
class LostMailClaimsTest extends ClaimsOnMails {

    private static final OtpPolicy ONE_OF_EACH = policy(new MailLimits(
            List.of(new RateLimit(1, MailLimits.DAY)),
            Optional.of(new RateLimit(1, Duration.ofHours(1))),
            Optional.of(new RateLimit(100, Duration.ofHours(1)))));

    private static final String NETWORK = "192.0.2.200";

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
        assertThat(granted(from(NETWORK, "first@example.test", two))).isTrue();
        cells.repair();
        assertThat(granted(from(NETWORK, "second@example.test", two))).isTrue();
        assertThat(granted(from(NETWORK, "third@example.test", two))).isFalse();
    }

    /** When servers come and go, a change can be made, told as not made, and have others on top when it is looked at. */
    @Test
    void isCountedOnceForItsNetworkThoughAnotherIsOnTop() {
        OtpPolicy three = policy(new MailLimits(
                TestLimits.MAILS.perAddress(), Optional.of(new RateLimit(3, Duration.ofHours(1))), Optional.empty()));
        assertThat(granted(from(NETWORK, "first@example.test", three))).isTrue();
        cells.afterNextReplace(() -> from(NETWORK, "on-top@example.test", three));
        assertThat(granted(from(NETWORK, "second@example.test", three))).isTrue();
        assertThat(granted(from(NETWORK, "fourth@example.test", three)))
                .as("three were counted")
                .isFalse();
        clock.advance(Duration.ofMinutes(61));
        assertThat(granted(from(NETWORK, "later@example.test", three))).isTrue();
    }

    /** All changes of a claim with all faults, at the beginning and in the middle, for a moment and for long. */
    static Stream<Arguments> failures() {
        return Stream.of(Fault.FAILS, Fault.LOSES_THE_ANSWER)
                .flatMap(fault -> IntStream.range(0, 3)
                        .boxed()
                        .flatMap(after -> Stream.of(1, 2, 3, 4, 5, 6, 100)
                                .flatMap(calls -> Stream.of(Limit.CLIENT, Limit.REALM)
                                        .map(limit -> Arguments.of(fault, after, calls, limit)))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isCountedOnceWhenItIsHadLater(Fault fault, int after, int calls, Limit limit) {
        OtpPolicy two = counting(limit, 2);
        List<String> owed = failToClaim(fault, after, calls, two);
        assertThat(granted(quota(Acquaintance.STRANGER, NETWORK).claim(alice, 0, owed, two)))
                .isTrue();
        assertThat(granted(from(NETWORK, "bob@example.test", two))).isTrue();
        assertThat(from(NETWORK, "carol@example.test", two))
                .as("two were counted")
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.limit()).isEqualTo(limit));
    }

    /** Its owner never comes back. */
    @ParameterizedTest
    @CsvSource({
        "FAILS, 1, 1, CLIENT",
        "FAILS, 2, 1, CLIENT",
        "FAILS, 2, 1, REALM",
        "LOSES_THE_ANSWER, 0, 1, CLIENT",
        "LOSES_THE_ANSWER, 1, 1, CLIENT",
        "LOSES_THE_ANSWER, 2, 1, CLIENT",
        "LOSES_THE_ANSWER, 1, 1, REALM",
        "LOSES_THE_ANSWER, 2, 1, REALM"
    })
    void takesNoPlaceOfItsNetworkOrRealm(Fault fault, int after, int calls, Limit limit) {
        OtpPolicy one = counting(limit, 1);
        failToClaim(fault, after, calls, one);
        assertThat(granted(from(NETWORK, "bob@example.test", one))).isTrue();
        assertThat(granted(from(NETWORK, "carol@example.test", one))).isFalse();
    }

    /** Nor of its mailbox: another login gets the mail, and the same one, started again, does not wait for one that never came. */
    @ParameterizedTest
    @CsvSource({"LOSES_THE_ANSWER, 0", "FAILS, 0", "LOSES_THE_ANSWER, 1", "LOSES_THE_ANSWER, 2", "FAILS, 1", "FAILS, 2"
    })
    void takesNoPlaceOfItsMailbox(Fault fault, int after) {
        failToClaim(fault, after, 1);
        assertThat(quota().claim(alice, ONE_OF_EACH))
                .isInstanceOfSatisfying(
                        Allowed.class, allowed -> assertThat(allowed.ordinal()).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({"LOSES_THE_ANSWER", "FAILS"})
    void takesNoPlaceOfAMailboxThatHasHadMails(Fault fault) {
        int before = ((Allowed) quota().claim(login("alice@example.test"), POLICY)).ordinal();
        cells.breakDown(fault, 1, 1);
        assertThatThrownBy(() -> quota().claim(alice, POLICY)).isInstanceOf(ClaimsUnavailableException.class);
        cells.repair();
        assertThat(quota().claim(alice, POLICY))
                .isInstanceOfSatisfying(
                        Allowed.class, allowed -> assertThat(allowed.ordinal()).isEqualTo(before + 1));
    }

    /** Two requests of one login, at the same time. */
    @Test
    void isHadByOneWithItsPlace() {
        OtpPolicy two = counting(Limit.CLIENT, 2);
        List<String> owed = failToClaim(Fault.LOSES_THE_ANSWER, 1, 100, two);
        cells.beforeNextReplace(() -> {
            assertThat(granted(quota(Acquaintance.STRANGER, NETWORK).claim(alice, 0, owed, two)))
                    .isTrue();
            clock.advance(COOLDOWN);
        });
        assertThat(granted(quota(Acquaintance.STRANGER, NETWORK).claim(alice, 0, owed, two)))
                .isTrue();
        assertThat(granted(from(NETWORK, "bob@example.test", two)))
                .as("two were counted")
                .isFalse();
    }

    /** Then it cannot be told any more whether it was counted: once too often is better than not at all. */
    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            names = {"CLIENT", "REALM"})
    void isCountedAnewWhereManyOthersCameSince(Limit limit) {
        OtpPolicy many = counting(limit, 30);
        List<String> owed = failToClaim(Fault.LOSES_THE_ANSWER, limit == Limit.CLIENT ? 1 : 2, 100, many);
        for (int i = 0; i < 28; i++) {
            assertThat(granted(from(NETWORK, i + "@example.test", many))).isTrue();
        }
        assertThat(granted(quota(Acquaintance.STRANGER, NETWORK).claim(alice, 0, owed, many)))
                .isTrue();
        assertThat(granted(from(NETWORK, "last@example.test", many))).isFalse();
    }

    private static OtpPolicy counting(Limit limit, int count) {
        Optional<RateLimit> rate = Optional.of(new RateLimit(count, Duration.ofHours(1)));
        Optional<RateLimit> wide = Optional.of(new RateLimit(100, Duration.ofHours(1)));
        return policy(new MailLimits(
                TestLimits.MAILS.perAddress(),
                limit == Limit.CLIENT ? rate : wide,
                limit == Limit.REALM ? rate : wide));
    }

    private SendQuota.Permit from(String network, String address, OtpPolicy policy) {
        return quota(Acquaintance.STRANGER, network).claim(login(address), policy);
    }

    private List<String> failToClaim(Fault fault, int after, int calls) {
        return failToClaim(fault, after, calls, ONE_OF_EACH);
    }

    private List<String> failToClaim(Fault fault, int after, int calls, OtpPolicy policy) {
        cells.breakDown(fault, after, calls);
        var failure = catchThrowableOfType(
                ClaimsUnavailableException.class,
                () -> quota(Acquaintance.STRANGER, NETWORK).claim(alice, 0, List.of(), policy));
        cells.repair();
        assertThat(failure).isNotNull();
        return failure.owed().stream().toList();
    }
}
