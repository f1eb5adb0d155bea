package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A place at a server that refuses a login which has none")
class RightOfWayTest {

    private final MovableClock clock = new MovableClock();
    private final Allowance allowance = new Allowance(10, clock::nanoTime, () -> 1.0);
    private final RightOfWay refused = new RightOfWay(allowance, clock::nanoTime);
    private final RightOfWay busy = new RightOfWay(new Allowance(10, clock::nanoTime, () -> 1.0), clock::nanoTime);
    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        sender.close();
    }

    private SmtpConnection connection() {
        return sender.connection(new ConnectionKey(new ServerName("localhost", 25), Map.of(), "login"));
    }

    private void refuse() {
        allowance.refused(connection(), 0, SmtpFailure.of(Kind.NOT_NOW));
    }

    @Test
    void isGivenToItOnceAndAskedForAtOnce() {
        assertThat(refused.isDue()).isFalse();
        refuse();
        assertThat(refused.isDue()).isTrue();
        assertThat(allowance.allows(0)).isFalse();
        busy.giveTo(refused);
        assertThat(refused.isDue()).isFalse();
        assertThat(allowance.allows(0)).isTrue();
    }

    @Test
    void isNotGivenWhileItFindsOutItself() {
        refuse();
        allowance.begins(connection());
        assertThat(refused.isDue()).isFalse();
    }

    @Test
    void isLeftToItForASecond() {
        refuse();
        busy.giveTo(refused);
        clock.advance(Duration.ofMillis(999));
        assertThat(busy.isGiving()).isTrue();
        assertThat(busy.isAsNew()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(busy.isGiving()).isFalse();
        assertThat(busy.isAsNew()).isTrue();
    }

    @Test
    void isTakenBackOnceItIsRefusedAllTheSame() {
        refuse();
        busy.giveTo(refused);
        refuse();
        assertThat(busy.isGiving()).isFalse();
    }

    /** It is refused for another reason than the places of others, and costs them a connection each time. */
    @Test
    void isGivenLessOftenIfThatWasForNothing() {
        for (int seconds : new int[] {4, 8, 16, 32, 60, 60}) {
            refuse();
            assertThat(refused.isDue()).isTrue();
            busy.giveTo(refused);
            refuse();
            clock.advance(
                    Duration.ofSeconds(seconds).multipliedBy(3).dividedBy(4).minusMillis(1));
            assertThat(refused.isDue()).isFalse();
            clock.advance(Duration.ofSeconds(seconds).dividedBy(4).plusMillis(1));
        }
    }

    @Test
    void isGivenAgainAsSoonAsItWasOfUse() {
        for (int i = 0; i < 5; i++) {
            refuse();
            assertThat(refused.isDue()).isTrue();
            busy.giveTo(refused);
            refused.served();
        }
    }

    /** Opening one takes time. */
    @Test
    void isKeptForATurn() {
        SmtpConnection connection = connection();
        sender.pass(Duration.ofMillis(499));
        assertThat(RightOfWay.mayGive(connection)).isFalse();
        sender.pass(Duration.ofMillis(1));
        assertThat(RightOfWay.mayGive(connection)).isTrue();
    }
}
