package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Clock;
import java.util.function.Function;
import org.apache.commons.pool2.BaseKeyedPooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;

/**
 * Makes and closes the pool's connections. It makes them unconnected: the thread that borrows one connects it. The pool may
 * call this from the thread of another request, which has another Keycloak session, and must not wait for a server there.
 */
final class ConnectionFactory extends BaseKeyedPooledObjectFactory<ConnectionKey, SmtpConnection> {

    private final PoolLimits limits;
    private final Clock clock;
    private final Function<Session, MailTransport> transports;

    ConnectionFactory(PoolLimits limits, Clock clock, Function<Session, MailTransport> transports) {
        this.limits = limits;
        this.clock = clock;
        this.transports = transports;
    }

    @Override
    public SmtpConnection create(ConnectionKey key) {
        return new SmtpConnection(transports.apply(Session.getInstance(key.sessionProperties())), clock);
    }

    @Override
    public PooledObject<SmtpConnection> wrap(SmtpConnection connection) {
        return new DefaultPooledObject<>(connection);
    }

    @Override
    public boolean validateObject(ConnectionKey key, PooledObject<SmtpConnection> connection) {
        return connection.getObject().isWithin(limits);
    }

    @Override
    public void destroyObject(ConnectionKey key, PooledObject<SmtpConnection> connection) throws MessagingException {
        connection.getObject().close();
    }
}
