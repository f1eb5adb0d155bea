package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.Sending.Stage;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What kept a mail back is told again when the page is loaded again:")
class SetbackTest extends LoginOfAlice {

    @Test
    void aLimitBeforeTheFirstMail() {
        world.refuseMails(new Denied(Limit.ADDRESS, Duration.ofMinutes(4)));
        assertThat(start().outcome()).isEqualTo(Outcome.OVER_QUOTA);
        pass(60);
        assertThat(start().outcome()).isEqualTo(Outcome.NO_CODE);
        assertThat(start().setback().flatMap(Setback::limit)).contains(Limit.ADDRESS);
        assertThat(start().resendIn()).isEqualTo(Duration.ofMinutes(3));
        pass(180);
        assertThat(start().resendIn()).isZero();
    }

    @Test
    void aLimitBesideACodeThatIsGood() {
        start();
        pass(30);
        world.refuseMails(new Denied(Limit.CLIENT, Duration.ofMinutes(4)));
        resend();
        pass(60);
        assertThat(start().setback().flatMap(Setback::limit)).contains(Limit.CLIENT);
        assertThat(start().resendIn()).isEqualTo(Duration.ofMinutes(3));
        assertThat(start().good()).isPresent();
    }

    @Test
    void theWaitOfALoginThatWasStartedAgain() {
        start();
        world.startLoginAgain();
        pass(10);
        assertThat(start().outcome()).isEqualTo(Outcome.STARTED_AGAIN);
        pass(5);
        assertThat(start().setback().flatMap(Setback::limit)).contains(Limit.COOLDOWN);
        assertThat(start().resendIn()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aMailThatCouldNotBeSent() {
        world.answerMails(new Delivery.Unsent("no_mailbox_550"));
        start();
        assertThat(start().setback().map(Setback::reason)).contains("no_mailbox_550");
    }

    @Test
    void butNotOnceAnotherHasBeenSent() {
        world.answerMails(new Delivery.Unsent("no_mailbox_550"));
        start();
        pass(30);
        world.answerMails(new Delivery.Queued("mail"));
        assertThat(resend().setback()).isEmpty();
        assertThat(start().setback()).isEmpty();
    }

    @Test
    void alsoWhereTheMailBeforeWasRefused() {
        world.answerMails(new Delivery.Queued("first"));
        start();
        world.tellOfMail("first", Stage.REFUSED, "mailbox_full_552");
        pass(30);
        world.answerMails(new Delivery.Unsent("outbox_full"));
        resend();
        assertThat(start().setback().map(Setback::reason)).contains("outbox_full");
        assertThat(start().good()).isEmpty();
    }

    @Test
    void butNotForAnotherAddress() {
        start();
        pass(30);
        world.refuseMails(new Denied(Limit.ADDRESS, Duration.ofMinutes(4)));
        resend();
        Binding moved = new Binding("realm", "alice", "alice@example.org", Purpose.LOGIN, "tab-1");
        assertThat(verification.start(moved, GOOD).setback().flatMap(Setback::limit))
                .isEmpty();
        assertThat(verification.start(moved, GOOD).resendIn()).isZero();
    }

    @Test
    void anotherAddressUntilACodeIsMailedToIt() {
        start();
        Binding moved = new Binding("realm", "alice", "alice@example.org", Purpose.LOGIN, "tab-1");
        assertThat(verification.submit(moved, GOOD, "1234").outcome()).isEqualTo(Outcome.ADDRESS_CHANGED);
        assertThat(verification.start(moved, GOOD).outcome()).isEqualTo(Outcome.NO_CODE);
        assertThat(verification.start(moved, GOOD).setback().map(Setback::reason))
                .contains("address_changed");
        pass(30);
        assertThat(verification.resend(moved, GOOD).setback()).isEmpty();
        assertThat(verification.start(moved, GOOD).setback()).isEmpty();
    }

    private Reply start() {
        return verification.start(ALICE, GOOD);
    }
}
