package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/** What a connection whose mail was not taken tells the {@link ConnectionPool}, and whether the mail goes on over another. Thread-safe. */
final class FailedConnections {

    private static final int MAX_CAUSES = 16;

    private final ConnectionPool pool;
    private final ReturnedConnections returned;

    FailedConnections(ConnectionPool pool, ReturnedConnections returned) {
        this.pool = pool;
        this.returned = returned;
    }

    /** After a failure the connection is closed, also where the server only refused the recipient: simple, and rare. */
    PooledEmailException end(SmtpConnection connection, PooledEmailException e) {
        switch (ConnectionEnd.of(connection, e.failure())) {
            case FULL_HOUSE -> {
                // Where others are open, the server is well: it has as many as it takes.
                SmtpFailure none = new SmtpFailure(Kind.NOT_NOW, e.failure().replyCode());
                boolean others = returned.refused(connection, none);
                SmtpFailure failure = others ? new SmtpFailure(Kind.BUSY, none.replyCode()) : none;
                boolean itself = connection
                        .progress()
                        .refusal()
                        .filter(ConnectionEnd::mayBeOfTheMail)
                        .isPresent();
                return new PooledEmailException(itself ? failure.refusedItself() : failure, e);
            }
            case TOO_FAST -> {
                SmtpFailure failure = e.failure().forALimit();
                returned.tooFast(connection, failure);
                return new PooledEmailException(failure, e);
            }
            case SHUT -> {
                if (hasNoAddress(e)) {
                    returned.drop(connection);
                } else if (returned.shut(connection)) {
                    return new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
                }
            }
            case OF_THE_LOGIN -> returned.loginRefused(connection, e.failure());
            case WORN_OUT -> returned.wornOut(connection);
            case BEFORE_THE_LOGIN -> returned.gaveUpBeforeTheLogin(connection);
            case STALE, OF_THE_MAIL -> returned.drop(connection);
        }
        return e;
    }

    /** Whether the server had nothing against the mail, and there is no reason to wait with the next connection. */
    boolean mayGoOnAnew(SmtpConnection connection, PooledEmailException e, OutgoingMail mail) {
        ConnectionEnd end = ConnectionEnd.of(connection, e.failure());
        boolean waitsHere = !mail.terms().waitsElsewhere();
        // What is refused for the connection's sake is not accepted, though it came to its end (RFC 5321 §4.2.5).
        return (!mail.isComplete() || end == ConnectionEnd.WORN_OUT)
                && switch (end) {
                    // Idle ones of other logins give way; and who waits here waits once.
                    case FULL_HOUSE -> findsWay(connection) || waitsHere;
                    case SHUT ->
                        !hasNoAddress(e)
                                && (pool.makeWay(connection.key())
                                        || (waitsHere && e.failure().kind() == Kind.BUSY));
                    case TOO_FAST, BEFORE_THE_LOGIN -> waitsHere;
                    case WORN_OUT, STALE -> {
                        // Those that are idle now were kept for as long or longer, and what ended this one may have
                        // ended them too.
                        pool.dropIdle(connection.key());
                        yield true;
                    }
                    case OF_THE_LOGIN, OF_THE_MAIL -> false;
                };
    }

    private boolean findsWay(SmtpConnection connection) {
        boolean ofOneLogin = connection
                .progress()
                .refusal()
                .filter(ConnectionEnd::isOfOneLogin)
                .isPresent();
        return ofOneLogin ? pool.hasIdle(connection.key()) : pool.makeWay(connection.key());
    }

    /** Then no server was asked, and nothing is learnt of one. */
    private static boolean hasNoAddress(PooledEmailException e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(UnknownHostException.class::isInstance);
    }
}
