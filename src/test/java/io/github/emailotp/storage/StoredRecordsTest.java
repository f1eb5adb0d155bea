package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.TestLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a cluster is updated node by node, the nodes of two builds read the same records. */
@DisplayName("A record that another build has written")
class StoredRecordsTest extends GuessesOfAlice {

    private static final String MARK = "abcdefgh";
    private static final Duration LONG = Duration.ofDays(30);
    private static final OtpPolicy LIMITED = ClaimsOnMails.policy(new MailLimits(
            TestLimits.MAILS.perAddress(), Optional.empty(), Optional.of(new RateLimit(5, Duration.ofHours(1)))));

    /** Ten wrong codes of strangers, the last a moment ago. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a2 10,FROM 0,0 mark0001~9.mark0002~10",
                "a3 10,FROM,UNTIL 0,0,0 mark0001~9~FROM.mark0002~k1~0",
                "a4 10,FROM,UNTIL 0,0,0 3,0,UNTIL mark0001~s9~FROM.mark0002~a3~0"
            })
    void stillHoldsItsFailuresAndItsWait(String record) {
        Instant from = clock.instant().plus(Duration.ofSeconds(30));
        String dated = record.replace("FROM", text(from)).replace("UNTIL", text(from.plus(LONG)));
        write(name("account", ALICE.userId(), ""), dated);
        assertThat(budget.refusal(ALICE, LIMITS)).contains(new Waiting(Duration.ofSeconds(30)));
        clock.advance(Duration.ofSeconds(30));
        assertThat(failures(claim(ALICE))).isEqualTo(11);
        clock.advance(LONG.plusSeconds(1));
        assertThat(failures(claim(ALICE))).as("a month later").isEqualTo(1);
    }

    /** What is not understood must neither count as nothing nor be an error of the server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "a0 1,0 0,0",
                "a3",
                "a3 1 2 3",
                "a3 x,0,0 0,0,0 ",
                "a3 0,0,0 0,0,0 mark",
                "a4 0,0,0 0,0,0 "
            })
    void isNotTakenForNoFailures(String record) {
        write(name("account", ALICE.userId(), ""), record);
        requireUnavailable(() -> budget.refusal(ALICE, LIMITS));
        requireUnavailable(() -> claim(ALICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "m0 1", "m1", "m1 x", "m1 1 a,b"})
    void isNotTakenForNoMails(String record) {
        write(name("mailbox", ALICE.address()), record);
        requireUnavailable(() -> quota().refusal(ALICE, POLICY));
        requireUnavailable(() -> quota().claim(ALICE, POLICY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "c0 ", "c1", "c1 a 1", "c1 a x,y,z"})
    void isNotTakenForNoMailsOfARealm(String record) {
        write(name("realm"), record);
        requireUnavailable(() -> quota().refusal(ALICE, LIMITED));
        requireUnavailable(() -> quota().claim(ALICE, LIMITED));
    }

    private SendQuota quota() {
        return new SharedSendQuota(cells.claims(), new Requester(Acquaintance.STRANGER, "192.0.2.1"), clock);
    }

    private static void requireUnavailable(ThrowingCallable question) {
        assertThatThrownBy(question).isInstanceOf(ClaimsUnavailableException.class);
    }

    private String name(String kind, String... about) {
        return cells.claims().name(kind, ALICE.realmId(), about);
    }

    private void write(String name, String record) {
        cells.write(name, MARK + record, LONG);
    }

    private static String text(Instant time) {
        return Long.toString(time.toEpochMilli(), Character.MAX_RADIX);
    }
}
