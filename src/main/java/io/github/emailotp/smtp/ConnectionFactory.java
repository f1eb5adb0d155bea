package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Clock;
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

    ConnectionFactory(PoolLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public SmtpConnection create(ConnectionKey key) throws MessagingException {
        return new SmtpConnection(Session.getInstance(key.sessionProperties()).getTransport("smtp"), clock);
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
