package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.storage.RecordedCells.Fault;
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

    private Reports reports() {
        return reports("realm");
    }

    private Reports reports(String realm) {
        return new Reports(cells.claims(), realm);
    }

    private String open() {
        return reports().open("alice", ADDRESS, "login", "192.0.2.1", true);
    }

    @Test
    void isFoundAsItWasOpenedAndLooksChangeNothing() {
        String id = open();
        assertThat(id).matches("[0-9a-f]{32}");
        for (int i = 0; i < 3; i++) {
            Report report = reports().find(id).orElseThrow();
            assertThat(report.userId()).isEqualTo("alice");
            assertThat(report.login()).isEqualTo("login");
            assertThat(report.network()).isEqualTo("192.0.2.1");
            assertThat(report.passwordPassed()).isTrue();
            assertThat(Reports.isFor("alice@EXAMPLE.test ", id, report)).isTrue();
            assertThat(Reports.isFor("bob@example.test", id, report)).isFalse();
        }
    }

    @Test
    void isMadeOnceThoughManyTryAtTheSameTime() {
        String id = open();
        assertThat(AtOnce.call(Stream.<Callable<Optional<Report>>>generate(
                                () -> () -> reports().make(id))
                        .limit(50)
                        .toList()))
                .filteredOn(Optional::isPresent)
                .hasSize(1);
        assertThat(reports().find(id)).isEmpty();
    }

    /** As Infinispan does when servers come and go. */
    @Test
    void isMadeThoughTheCacheDoesItsWorkTwice() {
        String id = open();
        Reports mine = reports();
        assertThat(mine.find(id)).isPresent();
        cells.breakDown(Fault.IS_REPEATED, 0, 1);
        assertThat(mine.make(id)).isPresent();
        assertThat(reports().make(id)).isEmpty();
    }

    @Test
    void canBeMadeForADay() {
        String id = open();
        clock.advance(DAY.minus(MOMENT));
        assertThat(reports().find(id)).isPresent();
        clock.advance(MOMENT);
        assertThat(reports().find(id)).isEmpty();
        assertThat(reports().make(id)).isEmpty();
    }

    @Test
    void belongsToItsRealm() {
        String id = open();
        assertThat(reports("other").find(id)).isEmpty();
        assertThat(reports("other").make(id)).isEmpty();
        assertThat(reports().make(id)).isPresent();
    }

    @Test
    void canBeMadeAgainWhereItCameToNothing() {
        String id = open();
        Reports mine = reports();
        mine.open(id, mine.make(id).orElseThrow());
        assertThat(reports().make(id)).isPresent();
        assertThat(reports().make(id)).isEmpty();
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

        private Duration silence() {
            return networks().silence("alice", "192.0.2.1");
        }

        @Test
        void forAQuarterOfAnHour() {
            assertThat(networks().report("alice", "192.0.2.1")).isEqualTo(Duration.ofMinutes(15));
            assertThat(silence()).isEqualTo(Duration.ofMinutes(15));
            clock.advance(Duration.ofMinutes(15).minus(MOMENT));
            assertThat(silence()).isEqualTo(MOMENT);
            clock.advance(MOMENT);
            assertThat(silence()).isZero();
        }

        @Test
        void andForADayAfterAnotherWithinADay() {
            networks().report("alice", "192.0.2.1");
            clock.advance(DAY.minus(MOMENT));
            assertThat(networks().report("alice", "192.0.2.1")).isEqualTo(DAY);
            clock.advance(DAY.minus(MOMENT));
            assertThat(silence()).isEqualTo(MOMENT);
            clock.advance(MOMENT);
            assertThat(silence()).isZero();
            assertThat(networks().report("alice", "192.0.2.1")).isEqualTo(Duration.ofMinutes(15));
        }

        @Test
        void forThatAccountThereAlone() {
            networks().report("alice", "192.0.2.1");
            assertThat(networks().silence("bob", "192.0.2.1")).isZero();
            assertThat(networks().silence("alice", "192.0.2.2")).isZero();
            assertThat(new ReportedNetworks(cells.claims(), "other", clock).silence("alice", "192.0.2.1"))
                    .isZero();
        }

        @Test
        void soThatNothingIsClaimedThere() {
            Binding login = login("alice@example.test");
            networks().report("alice", "192.0.2.1");
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
            networks().report("alice", "192.0.2.1");
            cells.breakDown(Fault.FAILS, 0, 1);
            assertThatThrownBy(this::silence).isInstanceOf(ClaimsUnavailableException.class);
        }
    }
}
