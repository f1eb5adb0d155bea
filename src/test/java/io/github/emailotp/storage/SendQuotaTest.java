package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.TestLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A claim on a mail")
class SendQuotaTest {

    private static final Duration COOLDOWN = Duration.ofSeconds(30);

    private final MovableClock clock = new MovableClock();
    private final RecordedObjects objects = new RecordedObjects(clock);
    private int sessions;

    private SendQuota quota(Acquaintance acquaintance, String network) {
        return new SingleUseSendQuota(objects.claims(), new Requester(acquaintance, network), clock);
    }

    /** Each call is another login of another user to the same mailbox. */
    private SendQuota.Permit mailTo(String address) {
        return quota(Acquaintance.STRANGER, "192.0.2." + sessions).claim(login(address), COOLDOWN, TestLimits.MAILS);
    }

    private Binding login(String address) {
        sessions++;
        return new Binding("realm", "user" + sessions, address, Purpose.LOGIN, "tab" + sessions);
    }

    private static boolean granted(SendQuota.Permit permit) {
        return permit instanceof SendQuota.Allowed;
    }

    private static Duration waitOf(SendQuota.Permit permit) {
        return ((SendQuota.Denied) permit).retryAfter();
    }

    @Nested
    @DisplayName("of one session")
    class Session {

        private final Binding alice = login("alice@example.test");
        private final SendQuota quota = quota(Acquaintance.STRANGER, "192.0.2.1");

        @Test
        void isHeldAsLongAsTheCooldown() {
            assertThat(granted(quota.claim(alice, COOLDOWN, TestLimits.MAILS))).isTrue();
            assertThat(quota.claim(alice, COOLDOWN, TestLimits.MAILS))
                    .isEqualTo(new SendQuota.Denied(Limit.COOLDOWN, COOLDOWN));
            clock.advance(COOLDOWN);
            assertThat(granted(quota.claim(alice, COOLDOWN, TestLimits.MAILS))).isTrue();
        }

        @Test
        void canBeGivenBackWhole() {
            for (int i = 0; i < 50; i++) {
                SendQuota.Permit permit = quota.claim(alice, COOLDOWN, TestLimits.MAILS);
                assertThat(permit).isInstanceOf(SendQuota.Allowed.class);
                quota.giveBack((SendQuota.Allowed) permit);
            }
        }
    }

    @Nested
    @DisplayName("to one mailbox")
    class Mailbox {

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

    @Nested
    @DisplayName("by one client")
    class Client {

        @Test
        void isGrantedThirtyTimesAnHour() {
            SendQuota quota = quota(Acquaintance.STRANGER, "20010db800010002/64");
            for (int i = 0; i < 30; i++) {
                assertThat(granted(quota.claim(login("user" + i + "@example.test"), COOLDOWN, TestLimits.MAILS)))
                        .isTrue();
            }
            assertThat(quota.claim(login("one-more@example.test"), COOLDOWN, TestLimits.MAILS))
                    .isEqualTo(new SendQuota.Denied(Limit.CLIENT, Duration.ofHours(1)));
            assertThat(granted(quota(Acquaintance.STRANGER, "192.0.2.1")
                            .claim(login("one-more@example.test"), COOLDOWN, TestLimits.MAILS)))
                    .isTrue();
        }

        @Test
        void costsTheMailboxNothingWhenItIsRefused() {
            MailLimits one = new MailLimits(
                    TestLimits.MAILS.perAddress(),
                    Optional.of(new RateLimit(1, Duration.ofHours(1))),
                    Optional.empty());
            SendQuota flooder = quota(Acquaintance.STRANGER, "192.0.2.1");
            for (int i = 0; i < 10; i++) {
                flooder.claim(login("alice@example.test"), COOLDOWN, one);
            }
            SendQuota other = quota(Acquaintance.STRANGER, "192.0.2.2");
            assertThat(granted(other.claim(login("alice@example.test"), COOLDOWN, one)))
                    .isTrue();
        }
    }

    @Nested
    @DisplayName("of one realm")
    class Realm {

        private final MailLimits limited = new MailLimits(
                TestLimits.MAILS.perAddress(), Optional.empty(), Optional.of(new RateLimit(1000, Duration.ofHours(1))));

        @Test
        void isGrantedAsOftenAsTheRealmMayMailInAnHourOfTheClock() {
            int sent = 0;
            for (int i = 0; i < 1100; i++) {
                SendQuota.Permit permit = quota(Acquaintance.STRANGER, "n" + i)
                        .claim(login("user" + i + "@example.test"), COOLDOWN, limited);
                sent += granted(permit) ? 1 : 0;
                if (i == 1000) {
                    assertThat(permit).isEqualTo(new SendQuota.Denied(Limit.REALM, Duration.ofMinutes(55)));
                }
            }
            assertThat(sent).isEqualTo(1000);
            clock.advance(Duration.ofMinutes(55));
            assertThat(granted(quota(Acquaintance.STRANGER, "n").claim(login("next@example.test"), COOLDOWN, limited)))
                    .isTrue();
        }
    }

    @Test
    void endsByItself() {
        for (int i = 0; i < 30; i++) {
            mailTo("alice@example.test");
            clock.advance(Duration.ofMinutes(3));
        }
        clock.advance(MailLimits.DAY);
        assertThat(objects.size()).isZero();
    }

    @Test
    void failsClosedWithoutTheCache() {
        objects.breakDown();
        assertThatThrownBy(() -> mailTo("alice@example.test")).isInstanceOf(ClaimsUnavailableException.class);
    }

    @Test
    void isNotSharedByRealms() {
        for (int i = 0; i < 4; i++) {
            mailTo("alice@example.test");
        }
        Binding elsewhere = new Binding("other", "alice", "alice@example.test", Purpose.LOGIN, "tab");
        assertThat(List.of(quota(Acquaintance.STRANGER, "n").claim(elsewhere, COOLDOWN, TestLimits.MAILS)))
                .hasOnlyElementsOfType(SendQuota.Allowed.class);
    }
}
