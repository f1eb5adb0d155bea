package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealmOfAlice.MailServer;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Purpose;
import jakarta.mail.MessagingException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.keycloak.email.EmailException;
import org.keycloak.events.Event;

/** A mail whose request is over, and all that it meets then: what the tests of a job start from. */
abstract class MailToAlice {

    static final Retry SECOND = new Retry(Duration.ofSeconds(1), Retry.Cause.FAILED);

    /** After what tells nothing of the mail server. */
    static final Retry SECOND_ELSEWHERE = new Retry(Duration.ofSeconds(1), Retry.Cause.ELSEWHERE);

    static final MailServer UNREACHABLE = () -> {
        throw new EmailException("not sent", new UnknownHostException());
    };

    static final MailServer REFUSING = () -> {
        throw new EmailException("not sent", new MessagingException("554 no"));
    };

    static final Owner OWNER = new Owner("realm", "mail.example.test:25");

    final CodeMessage message = Messages.toAlice();
    final RealmOfAlice realm = new RealmOfAlice();
    final RememberedAftermath aftermath = new RememberedAftermath();
    private int jobs;
    final MailJob job = jobAt(message.sentAt());

    MailJob jobAt(Instant now) {
        return jobAt(now, new Recipient.Account("alice"));
    }

    MailJob jobAt(Instant now, Recipient recipient) {
        return jobAt(now, recipient, MailOrder.Intent.SEND);
    }

    MailJob jobAt(Instant now, Recipient recipient, MailOrder.Intent intent) {
        return new MailJob(realm.sessions(), order(recipient, intent), OWNER, at(now));
    }

    /** Of which its request has seen where it goes. */
    MailJob seenJobAt(Instant now) {
        MailTarget seen = new MailTarget("alice@example.test", OWNER, realm.smtp.get());
        MailOrder order = order(new Recipient.Account("alice"), MailOrder.Intent.SEND);
        return new MailJob(realm.sessions(), order, OWNER, Optional.of(seen), at(now));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private MailOrder order(Recipient recipient, MailOrder.Intent intent) {
        return new MailOrder(
                "sending" + ++jobs,
                message,
                new RenderedMail("Subject", "Text", "<p>HTML</p>"),
                recipient,
                new MailEvents(new Event(), Purpose.LOGIN, message.ordinal()),
                aftermath,
                intent);
    }

    /** What this node knows of the realm. */
    void forgetTheFailure() {
        Outages.OF_THIS_NODE.over(OWNER, message.sentAt().plusSeconds(60));
        Lessons.OF_THIS_NODE.over("realm");
    }

    void requireTold(String... stages) {
        assertThat(aftermath.stages).containsExactly(stages);
    }

    void requireEvents(String... events) {
        assertThat(realm.events).containsExactly(events);
    }
}
