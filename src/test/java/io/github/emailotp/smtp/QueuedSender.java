package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.email.EmailException;

/** The pooled sender as an outbox uses it, outside of Keycloak. */
public final class QueuedSender implements AutoCloseable {

    private final TestSender sender;

    /** One whose conversations end after this time, with mails whose codes live long enough. */
    public QueuedSender(Duration conversation) {
        this(conversation, Duration.ofMinutes(5));
    }

    /** One whose conversations end after this time, or with the lives of the mails' codes. */
    public QueuedSender(Duration conversation, Duration life) {
        PoolLimits limits = TestSender.LIMITS;
        sender = new TestSender(new PoolLimits(
                limits.maxConnections(),
                limits.idle(),
                limits.age(),
                limits.mails(),
                limits.waitLimit(),
                conversation));
        sender.keycloak.deadline = Optional.of(sender.now().plus(life));
    }

    /** Sends a mail, or throws what an outbox is told. */
    public void send(Map<String, String> settings, String to) throws EmailException {
        sender.send(settings, to);
    }

    /** For what is learnt of servers. */
    public void pass(Duration time) {
        sender.pass(time);
    }

    @Override
    public void close() {
        sender.close();
    }
}
