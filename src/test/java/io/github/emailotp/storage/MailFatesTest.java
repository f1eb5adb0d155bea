package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What a mail is counted for, when the cache fails for a moment")
class MailFatesTest extends ClaimsOnMails {

    private static final String NETWORK = "192.0.2.200";
    private static final int LIMIT = 3;
    private static final Optional<RateLimit> RATE = Optional.of(new RateLimit(LIMIT, Duration.ofHours(1)));
    private static final OtpPolicy OF_NETWORK = limited(RATE, Optional.empty());
    private static final OtpPolicy OF_REALM = limited(Optional.empty(), RATE);

    /** What may become of a mail, and for how many others there is room then, of the two that there are without it. */
    private enum Fate {
        REFUSED(1, 2),
        UNSENT(2, 2),
        REDEEMED(2, 1);

        final int roomOfNetwork;
        final int roomOfRealm;

        Fate(int roomOfNetwork, int roomOfRealm) {
            this.roomOfNetwork = roomOfNetwork;
            this.roomOfRealm = roomOfRealm;
        }

        void tell(SendQuota quota, Allowed mail) {
            switch (this) {
                case REFUSED -> quota.refused(mail.claims());
                case UNSENT -> quota.unsent(mail.claims());
                case REDEEMED -> quota.redeemed(List.of(mail.claims()));
            }
        }
    }

    /** Each has a read and a change of the mailbox, and two of each that counts. */
    static Stream<Arguments> failures() {
        return Stream.of(Fate.values())
                .flatMap(fate -> Stream.of(Fault.FAILS, Fault.LOSES_THE_ANSWER)
                        .flatMap(fault -> IntStream.range(0, 6).mapToObj(after -> Arguments.of(fate, fault, after))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isGivenBackOnce(Fate fate, Fault fault, int after) {
        Allowed mail = claim();
        Allowed other = claim();
        cells.breakDown(fault, after, 1);
        fate.tell(quota(), mail);
        cells.repair();
        assertThat(room(OF_NETWORK, NETWORK)).isEqualTo(fate.roomOfNetwork);
        assertThat(quota().isRefused(mail.claims())).isEqualTo(fate != Fate.REDEEMED);
        assertThat(quota().isRefused(other.claims())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isGivenBackOnceToTheRealm(Fate fate, Fault fault, int after) {
        Allowed mail = claim();
        claim();
        cells.breakDown(fault, after, 1);
        fate.tell(quota(), mail);
        cells.repair();
        assertThat(room(OF_REALM, "192.0.2.201")).isEqualTo(fate.roomOfRealm);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isGivenBackOnceThoughItIsToldAgain(Fate fate, Fault fault, int after) {
        Allowed mail = claim();
        claim();
        fate.tell(quota(), mail);
        cells.breakDown(fault, after, 1);
        fate.tell(quota(), mail);
        cells.repair();
        assertThat(room(OF_NETWORK, NETWORK)).isEqualTo(fate.roomOfNetwork);
        assertThat(room(OF_REALM, "192.0.2.201")).isEqualTo(fate.roomOfRealm);
    }

    /** When servers come and go, the last one can be given back, and that be told as not made, and the next mail be counted before it is looked at. */
    @Test
    void isNobodyElsesPlace() {
        Allowed mail = claim();
        MailCounts counts = new MailCounts(cells.claims(), new Requester(Acquaintance.STRANGER, NETWORK), clock);
        cells.afterNextReplace(this::claim);
        counts.giveBack(PermitText.parse(mail.claims()).client().orElseThrow());
        assertThat(room(OF_NETWORK, NETWORK)).as("one is counted").isEqualTo(LIMIT - 1);
    }

    @Test
    void isForgottenSoonOnceAllIsGivenBack() {
        quota().unsent(claim().claims());
        clock.advance(Duration.ofMinutes(2));
        assertThat(cells.size()).as("the mailbox, which must remember the mail").isEqualTo(1);
    }

    private Allowed claim() {
        return (Allowed) quota(Acquaintance.STRANGER, NETWORK).claim(login("alice@example.test"), limited(RATE, RATE));
    }

    /** For how many mails there is room; takes it. */
    private int room(OtpPolicy policy, String network) {
        int room = 0;
        while (granted(quota(Acquaintance.STRANGER, network).claim(login(room + "@example.test"), policy))) {
            room++;
        }
        return room;
    }

    private static OtpPolicy limited(Optional<RateLimit> network, Optional<RateLimit> realm) {
        return policy(new MailLimits(TestLimits.MAILS.perAddress(), network, realm));
    }
}
