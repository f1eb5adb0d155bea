package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.storage.RecordedCells.Fault;
import io.github.emailotp.storage.ReportedLogin.Password;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A report")
class ReportsTest extends ClaimsOnMails {

    private static final String ADDRESS = "Alice@example.test";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String MINE = "mark0001";
    private static final String ANOTHERS = "mark0002";
    private static final String TOLD = "LOGIN";

    private Reports reports() {
        return reports("realm");
    }

    private Reports reports(String realm) {
        return new Reports(cells.claims(), realm, clock);
    }

    private static ReportedLogin login(String id, String network) {
        return new ReportedLogin(id, network, Purpose.LOGIN, Password.SHOWN, Optional.empty());
    }

    private String open() {
        return reports().open("alice", ADDRESS, login("login", "192.0.2.1"));
    }

    @Test
    void isFoundAsItWasOpenedAndLooksChangeNothing() {
        String id = open();
        assertThat(id).matches("[0-9a-f]{32}");
        for (int i = 0; i < 3; i++) {
            Report report = reports().find(id).orElseThrow();
            assertThat(report.userId()).isEqualTo("alice");
            assertThat(report.login()).isEqualTo(login("login", "192.0.2.1"));
            assertThat(Reports.isFor("alice@EXAMPLE.test ", id, report)).isTrue();
            assertThat(Reports.isFor("bob@example.test", id, report)).isFalse();
            assertThat(reports().told(id)).isEmpty();
        }
    }

    @Test
    void isMadeOnceThoughManyTryAtTheSameTime() {
        String id = open();
        assertThat(AtOnce.call(Stream.<Callable<Boolean>>generate(
                                () -> () -> reports().make(id, Claims.mark(), TOLD))
                        .limit(50)
                        .toList()))
                .containsOnlyOnce(true);
        assertThat(reports().find(id)).isEmpty();
    }

    /** As Infinispan does when servers come and go. */
    @Test
    void isMadeThoughTheCacheDoesItsWorkTwice() {
        String id = open();
        Reports mine = reports();
        assertThat(mine.find(id)).isPresent();
        cells.breakDown(Fault.IS_REPEATED, 0, 1);
        assertThat(mine.make(id, MINE, TOLD)).isTrue();
        assertThat(reports().make(id, ANOTHERS, TOLD)).isFalse();
    }

    @Test
    void canBeMadeForADay() {
        String id = open();
        clock.advance(DAY.minus(MOMENT));
        assertThat(reports().find(id)).isPresent();
        clock.advance(MOMENT);
        assertThat(reports().find(id)).isEmpty();
        assertThat(reports().make(id, MINE, TOLD)).isFalse();
    }

    @Test
    void belongsToItsRealm() {
        String id = open();
        assertThat(reports("other").find(id)).isEmpty();
        assertThat(reports("other").make(id, MINE, TOLD)).isFalse();
        assertThat(reports().make(id, MINE, TOLD)).isTrue();
        assertThat(reports("other").told(id)).isEmpty();
    }

    /** To whoever presses twice, and to whoever comes back. */
    @Test
    void tellsForTheRestOfTheDayWhatItsMakerWasTold() {
        String id = open();
        clock.advance(MINUTE);
        reports().make(id, MINE, TOLD);
        assertThat(reports().told(id)).contains(TOLD);
        reports().made(id, MINE, "PASSWORD");
        assertThat(reports().told(id)).contains("PASSWORD");
        clock.advance(DAY.minus(MINUTE).minus(MOMENT));
        assertThat(reports().told(id)).contains("PASSWORD");
        assertThat(reports().make(id, ANOTHERS, TOLD)).isFalse();
        clock.advance(MOMENT);
        assertThat(reports().told(id)).isEmpty();
    }

    @Test
    void canBeMadeAgainWhereItCameToNothingUntilItsOldEnd() {
        String id = open();
        clock.advance(MINUTE);
        reports().make(id, MINE, TOLD);
        reports().reopen(id, ANOTHERS);
        assertThat(reports().find(id)).as("by somebody else").isEmpty();
        reports().reopen(id, MINE);
        assertThat(reports().find(id)).isPresent();
        clock.advance(DAY.minus(MINUTE));
        assertThat(reports().find(id)).isEmpty();
    }

    /** The server was stopped, or the cache has failed when it was to be opened again. */
    @Test
    void canBeMadeAgainAMinuteAfterARequestThatIsNeverHeardOf() {
        String id = open();
        reports().make(id, MINE, TOLD);
        clock.advance(MINUTE.minus(MOMENT));
        assertThat(reports().make(id, ANOTHERS, TOLD)).isFalse();
        clock.advance(MOMENT);
        assertThat(reports().make(id, ANOTHERS, TOLD)).isTrue();
        reports().made(id, MINE, TOLD);
        reports().reopen(id, MINE);
        assertThat(reports().find(id)).as("it is another's now").isEmpty();
    }

    @Test
    void canBeMadeAgainThoughNobodyKnowsWhetherItWasMade() {
        String id = open();
        Reports mine = reports();
        assertThat(mine.find(id)).isPresent();
        cells.breakDown(Fault.LOSES_THE_ANSWER, 0, 1);
        assertThatThrownBy(() -> mine.make(id, MINE, TOLD)).isInstanceOf(ClaimsUnavailableException.class);
        assertThat(reports().find(id)).isEmpty();
        mine.reopen(id, MINE);
        assertThat(reports().find(id)).isPresent();
    }

    /** So that a dump of the cache opens no report, and cannot be searched for an address. */
    @Test
    void isStoredWithoutItsIdAndWithoutTheAddress() {
        String id = open();
        String other = open();
        String text = cells.read(HashedName.of("report", "realm", id)).orElseThrow();
        assertThat(text).doesNotContain(id, ADDRESS, "example");
        assertThat(reports().find(id).orElseThrow().address())
                .isNotEqualTo(reports().find(other).orElseThrow().address());
    }

    @Nested
    @DisplayName("silences the network that it is about")
    class Silence {

        private ReportedNetworks networks() {
            return new ReportedNetworks(cells.claims(), "realm", clock);
        }

        private int logins;

        private Duration report(String login) {
            return networks().report("alice", login(login, "192.0.2.1"), MINE);
        }

        private Duration silence() {
            return networks().silence("alice", "192.0.2.1");
        }

        @Test
        void forAQuarterOfAnHour() {
            assertThat(report("root" + ++logins)).isEqualTo(Duration.ofMinutes(15));
            assertThat(silence()).isEqualTo(Duration.ofMinutes(15));
            clock.advance(Duration.ofMinutes(15).minus(MOMENT));
            assertThat(silence()).isEqualTo(MOMENT);
            clock.advance(MOMENT);
            assertThat(silence()).isZero();
        }

        @Test
        void andForADayAfterAnotherWithinADay() {
            report("root" + ++logins);
            clock.advance(DAY.minus(MOMENT));
            assertThat(report("root" + ++logins)).isEqualTo(DAY);
            clock.advance(DAY.minus(MOMENT));
            assertThat(silence()).isEqualTo(MOMENT);
            clock.advance(MOMENT);
            assertThat(silence()).isZero();
            assertThat(report("root" + ++logins)).isEqualTo(Duration.ofMinutes(15));
        }

        /** Several mails were sent for it. */
        @Test
        void butNotForADayWhereItIsTheSameLogin() {
            assertThat(report("root")).isEqualTo(Duration.ofMinutes(15));
            clock.advance(Duration.ofMinutes(5));
            assertThat(report("root")).isEqualTo(Duration.ofMinutes(10));
            clock.advance(Duration.ofMinutes(30));
            assertThat(report("root")).isZero();
            assertThat(report("another")).isEqualTo(DAY);
        }

        /** Of a report that has come to nothing. */
        @Test
        void unlessItIsTakenBack() {
            networks().takeBack("alice", login("root", "192.0.2.1"), MINE);
            assertThat(report("root")).isEqualTo(Duration.ofMinutes(15));
            networks().takeBack("alice", login("root", "192.0.2.1"), ANOTHERS);
            assertThat(silence()).isEqualTo(Duration.ofMinutes(15));
            networks().takeBack("alice", login("root", "192.0.2.1"), MINE);
            assertThat(silence()).isZero();
            assertThat(report("root")).as("as if it had never been").isEqualTo(Duration.ofMinutes(15));
            assertThat(networks().report("alice", login("another", "192.0.2.1"), ANOTHERS))
                    .isEqualTo(DAY);
            networks().takeBack("alice", login("another", "192.0.2.1"), ANOTHERS);
            assertThat(silence()).as("the one before").isEqualTo(Duration.ofMinutes(15));
        }

        @Test
        void forThatAccountThereAlone() {
            report("root" + ++logins);
            assertThat(networks().silence("bob", "192.0.2.1")).isZero();
            assertThat(networks().silence("alice", "192.0.2.2")).isZero();
            assertThat(new ReportedNetworks(cells.claims(), "other", clock).silence("alice", "192.0.2.1"))
                    .isZero();
        }

        @Test
        void soThatNothingIsClaimedThere() {
            Binding login = ReportsTest.this.login("alice@example.test");
            report("root" + ++logins);
            SilencedQuota quota = new SilencedQuota(quota(), this::silence);
            Denied denied = new Denied(Limit.CLIENT, Duration.ofMinutes(15));
            assertThat(quota.claim(login, POLICY)).isEqualTo(denied);
            assertThat(quota.refusal(login, POLICY)).contains(denied);
            clock.advance(Duration.ofMinutes(15));
            assertThat(quota.refusal(login, POLICY)).isEmpty();
            assertThat(granted(quota.claim(login, POLICY))).isTrue();
            assertThat(quota.refusal(login, POLICY)).as("the wait").isPresent();
        }

        /** What cannot be known is no yes. */
        @Test
        void andNothingIsKnownWithoutTheCache() {
            report("root" + ++logins);
            cells.breakDown(Fault.FAILS, 0, 1);
            assertThatThrownBy(this::silence).isInstanceOf(ClaimsUnavailableException.class);
        }
    }
}
