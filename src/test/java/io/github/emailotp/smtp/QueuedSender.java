package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.email.EmailException;

/** The pooled sender as an outbox uses it, outside of Keycloak. */
public final class QueuedSender implements AutoCloseable {

    private final TestSender sender;

    /** One whose conversations end after this time. */
    public QueuedSender(Duration conversation) {
        PoolLimits limits = TestSender.LIMITS;
        sender = new TestSender(new PoolLimits(
                limits.maxConnections(),
                limits.idle(),
                limits.age(),
                limits.mails(),
                limits.waitLimit(),
                conversation));
        sender.keycloak.deadline = Optional.of(sender.now().plus(Duration.ofMinutes(5)));
    }

    /** Sends a mail, or throws what an outbox is told. */
    public void send(Map<String, String> settings, String to) throws EmailException {
        sender.send(settings, to);
    }

    @Override
    public void close() {
        sender.close();
    }
}
