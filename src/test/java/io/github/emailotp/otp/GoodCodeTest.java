package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Sending.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Which code can still be right is told:")
class GoodCodeTest extends LoginOfAlice {

    @Test
    void theNewestThatWasMailed() {
        begin();
        resendAs("second", 30);
        assertThat(good(shown())).contains(2);
    }

    /** They count for the day, but they have not arrived: they take no place of one that has. */
    @Test
    void theOnlyOneThatArrivedThoughThreeNewerOnesWereSuperseded() {
        begin();
        String first = world.lastCode();
        resendAs("second", 30);
        String superseded = world.lastCode();
        resendAs("third", 60);
        resendAs("fourth", 120);
        world.tellOfMail("second", Stage.GIVEN_UP, "superseded");
        world.tellOfMail("third", Stage.GIVEN_UP, "superseded");
        assertThat(submit(superseded).outcome()).isEqualTo(Outcome.WRONG);
        assertThat(submit(first).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void noneOfARefusedMail() {
        begin();
        world.tellOfMail("first", Stage.REFUSED, "no_mailbox_550");
        assertThat(good(shown())).isEmpty();
    }

    @Test
    void anEarlierOneWhenTheNewestMailIsRefused() {
        begin();
        resendAs("second", 30);
        world.tellOfMail("second", Stage.REFUSED, "mailbox_full_552");
        assertThat(good(shown())).contains(1);
        assertThat(shown().sending()).map(Sending::stage).contains(Stage.REFUSED);
    }

    @Test
    void noneWhenAllMailsAreRefused() {
        begin();
        resendAs("second", 30);
        world.tellOfMail("first", Stage.REFUSED, "mailbox_full_552");
        world.tellOfMail("second", Stage.GIVEN_UP, "timeout");
        assertThat(good(shown())).isEmpty();
    }

    @Test
    void untilItExpires() {
        begin();
        pass(299);
        assertThat(good(shown())).contains(1);
        assertThat(shown().remaining(world.clock.instant())).isEqualTo(Duration.ofSeconds(1));
        pass(1);
        assertThat(good(shown())).isEmpty();
        assertThat(shown().remaining(world.clock.instant())).isZero();
    }

    @Test
    void alsoWhereAnotherMailIsNotSent() {
        begin();
        pass(30);
        world.refuseMails(new SendQuota.Denied(SendQuota.Limit.ADDRESS, Duration.ofMinutes(4)));
        assertThat(good(resend())).contains(1);
        world.tellOfMail("first", Stage.REFUSED, "no_mailbox_550");
        pass(30);
        Reply overQuota = resend();
        assertThat(overQuota.outcome()).isEqualTo(Outcome.OVER_QUOTA);
        assertThat(good(overQuota)).isEmpty();
        assertThat(overQuota.sending()).map(Sending::stage).contains(Stage.REFUSED);
    }

    @Test
    void alsoWhereTheOutboxIsFull() {
        begin();
        pass(30);
        world.answerMails(new Delivery.Unsent("outbox_full"));
        assertThat(good(resend())).contains(1);
    }

    private void begin() {
        world.answerMails(new Delivery.Queued("first"));
        verification.start(ALICE, GOOD);
    }

    private void resendAs(String sending, int wait) {
        pass(wait);
        world.answerMails(new Delivery.Queued(sending));
        resend();
    }

    private Reply shown() {
        return verification.start(ALICE, GOOD);
    }

    private static Optional<Integer> good(Reply reply) {
        return reply.good().map(SentCode::ordinal);
    }
}
