package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
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

@DisplayName("A claim on a mail")
class SendQuotaTest extends ClaimsOnMails {

    @Nested
    @DisplayName("of one session")
    class Session {

        private final Binding alice = login("alice@example.test");
        private final SendQuota quota = quota(Acquaintance.STRANGER, "192.0.2.1");

        @Test
        void isHeldAsLongAsTheCooldown() {
            assertThat(granted(quota.claim(alice, POLICY))).isTrue();
            assertThat(quota.claim(alice, POLICY)).isEqualTo(new SendQuota.Denied(Limit.COOLDOWN, COOLDOWN));
            clock.advance(COOLDOWN);
            assertThat(granted(quota.claim(alice, POLICY))).isTrue();
        }

        @Test
        void saysWhenTheNextIsGrantedThoughTheLoginIsStartedAgain() {
            SendQuota.Allowed first = (SendQuota.Allowed) quota.claim(alice, POLICY);
            assertThat(first.nextAt()).isEqualTo(clock.instant().plus(COOLDOWN));
            clock.advance(COOLDOWN);
            quota.claim(alice, POLICY);
            clock.advance(Duration.ofSeconds(20));
            assertThat(waitOf(quota.claim(alice, POLICY)))
                    .as("the second is followed by twice the wait")
                    .isEqualTo(Duration.ofSeconds(40));
        }

        @Test
        void keepsItsWaitWhenTheMailIsRefused() {
            SendQuota.Allowed first = (SendQuota.Allowed) quota.claim(alice, POLICY);
            quota.refused(first.claims());
            assertThat(waitOf(quota.claim(alice, POLICY))).isEqualTo(COOLDOWN);
        }
    }

    @Nested
    @DisplayName("by one client")
    class Client {

        private static final OtpPolicy LIMITED = policy(new MailLimits(
                TestLimits.MAILS.perAddress(), Optional.of(new RateLimit(30, Duration.ofHours(1))), Optional.empty()));

        @Test
        void isNotCountedOnceItsCodeIsTyped() {
            SendQuota quota = quota(Acquaintance.STRANGER, "192.0.2.1");
            for (int i = 0; i < 60; i++) {
                SendQuota.Permit permit = quota.claim(login("user" + i + "@example.test"), LIMITED);
                assertThat(granted(permit)).isTrue();
                redeem((SendQuota.Allowed) permit);
            }
            clock.advance(Duration.ofMinutes(10).plusSeconds(1));
            assertThat(cells.size()).isZero();
        }

        @Test
        void isNotCountedForBrowsersThatAreKnown() {
            for (int i = 0; i < 60; i++) {
                assertThat(granted(quota(Acquaintance.KNOWN, "192.0.2.1")
                                .claim(login("user" + i + "@example.test"), LIMITED)))
                        .isTrue();
            }
        }

        @Test
        void staysCountedWhenTheMailIsRefused() {
            SendQuota quota = quota(Acquaintance.STRANGER, "192.0.2.1");
            for (int i = 0; i < 30; i++) {
                quota.refused(((SendQuota.Allowed) quota.claim(login("user" + i + "@example.test"), LIMITED)).claims());
            }
            assertThat(granted(quota.claim(login("one-more@example.test"), LIMITED)))
                    .isFalse();
        }

        /** Its mail never left, and another of the same login was right. */
        @Test
        void isGivenBackOnce() {
            SendQuota quota = quota(Acquaintance.STRANGER, "192.0.2.1");
            SendQuota.Allowed unsent = (SendQuota.Allowed) quota.claim(login("alice@example.test"), LIMITED);
            for (int i = 0; i < 29; i++) {
                quota.claim(login("user" + i + "@example.test"), LIMITED);
            }
            quota.unsent(unsent.claims());
            redeem(unsent);
            assertThat(granted(quota.claim(login("bob@example.test"), LIMITED))).isTrue();
            assertThat(granted(quota.claim(login("carol@example.test"), LIMITED)))
                    .isFalse();
        }

        @Test
        void isGrantedThirtyTimesAnHour() {
            SendQuota quota = quota(Acquaintance.STRANGER, "20010db800010002/64");
            for (int i = 0; i < 30; i++) {
                assertThat(granted(quota.claim(login("user" + i + "@example.test"), LIMITED)))
                        .isTrue();
            }
            assertThat(quota.claim(login("one-more@example.test"), LIMITED))
                    .isInstanceOfSatisfying(
                            SendQuota.Denied.class,
                            denied -> assertThat(denied.limit()).isEqualTo(Limit.CLIENT));
            assertThat(granted(
                            quota(Acquaintance.STRANGER, "192.0.2.1").claim(login("one-more@example.test"), LIMITED)))
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
                flooder.claim(login("alice@example.test"), policy(one));
            }
            SendQuota other = quota(Acquaintance.STRANGER, "192.0.2.2");
            assertThat(granted(other.claim(login("alice@example.test"), policy(one))))
                    .isTrue();
        }
    }

    @Nested
    @DisplayName("of one realm")
    class Realm {

        private final MailLimits limited = new MailLimits(
                TestLimits.MAILS.perAddress(), Optional.empty(), Optional.of(new RateLimit(1000, Duration.ofHours(1))));

        @Test
        void isGrantedAsOftenAsTheRealmMayMailInAnyHour() {
            int sent = 0;
            for (int i = 0; i < 1100; i++) {
                SendQuota.Permit permit = quota(Acquaintance.STRANGER, "n" + i)
                        .claim(login("user" + i + "@example.test"), policy(limited));
                sent += granted(permit) ? 1 : 0;
                if (i == 1000) {
                    assertThat(permit)
                            .isInstanceOfSatisfying(
                                    SendQuota.Denied.class,
                                    denied -> assertThat(denied.limit()).isEqualTo(Limit.REALM));
                }
            }
            assertThat(sent).isEqualTo(1000);
            clock.advance(Duration.ofMinutes(61));
            assertThat(granted(quota(Acquaintance.STRANGER, "n").claim(login("next@example.test"), policy(limited))))
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
        assertThat(cells.size()).isZero();
    }

    @Test
    void failsClosedWithoutTheCache() {
        cells.breakDown();
        assertThatThrownBy(() -> mailTo("alice@example.test")).isInstanceOf(ClaimsUnavailableException.class);
    }

    @Test
    void isNotSharedByRealms() {
        for (int i = 0; i < 4; i++) {
            mailTo("alice@example.test");
        }
        Binding elsewhere = new Binding("other", "alice", "alice@example.test", Purpose.LOGIN, "tab");
        assertThat(List.of(quota(Acquaintance.STRANGER, "n").claim(elsewhere, POLICY)))
                .hasOnlyElementsOfType(SendQuota.Allowed.class);
    }
}
