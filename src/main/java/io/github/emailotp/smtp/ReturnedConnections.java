package io.github.emailotp.smtp;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What becomes of the connections that a {@link ConnectionPool} has lent: which are kept, and what the others tell. Thread-safe. */
final class ReturnedConnections implements AutoCloseable {

    private final Accounts accounts;

    /** Under the lock of those. */
    private boolean closed;

    ReturnedConnections(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The server has taken this connection, and its login. */
    void opened(SmtpConnection connection) {
        accounts.change(connection, AccountConnections::opened);
    }

    /** It has served its mail, and is kept if it may serve another. */
    void giveBack(SmtpConnection connection) {
        giveBack(connection, own -> own.served(connection));
    }

    /** The same after a rehearsal, which tells less. */
    void giveBackRehearsed(SmtpConnection connection) {
        giveBack(connection, own -> own.rehearsed(connection));
    }

    private void giveBack(SmtpConnection connection, Consumer<AccountConnections> learn) {
        boolean kept = accounts.locked(() -> {
            AccountConnections own = accounts.of(connection);
            learn.accept(own);
            boolean keeps = !closed && own.isGood(connection);
            Optional<AccountConnections> other =
                    keeps && RightOfWay.mayGive(connection) ? accounts.oneKeptOutBy(connection) : Optional.empty();
            if (other.isPresent()) {
                own.giveWay(connection, other.get());
            } else if (keeps) {
                own.keep(connection);
            } else {
                own.forget(connection);
            }
            return keeps && other.isEmpty();
        });
        if (!kept) {
            connection.close();
        }
    }

    /** It is of no more use. */
    void drop(SmtpConnection connection) {
        drop(connection, own -> own.forget(connection));
    }

    /**
     * The server takes no more connections just now; answers whether others of the same account are open.
     *
     * @param failure what mails come to if none is
     */
    boolean refused(SmtpConnection connection, SmtpFailure failure) {
        return others(connection, own -> own.refused(connection, failure));
    }

    /** Nobody listens there; answers whether others of the same account are in use, so that those that are open are all that it takes. */
    boolean shut(SmtpConnection connection) {
        return others(connection, own -> own.shut(connection));
    }

    private boolean others(SmtpConnection connection, Predicate<AccountConnections> change) {
        AtomicBoolean others = new AtomicBoolean();
        drop(connection, own -> others.set(change.test(own)));
        return others.get();
    }

    /** Mails of this account come too fast for the server. */
    void tooFast(SmtpConnection connection, SmtpFailure failure) {
        drop(connection, own -> own.tooFast(connection, failure));
    }

    /** The server does not take the login. */
    void loginRefused(SmtpConnection connection, SmtpFailure failure) {
        drop(connection, own -> own.loginRefused(connection, failure));
    }

    /** It has waited in vain for its turn to log in. */
    void gaveUpBeforeTheLogin(SmtpConnection connection) {
        drop(connection, own -> own.gaveUpBeforeTheLogin(connection));
    }

    /** The server takes no more mails over this connection. */
    void wornOut(SmtpConnection connection) {
        drop(connection, own -> {
            own.forget(connection);
            own.wornOut(connection.mails());
        });
    }

    private void drop(SmtpConnection connection, Consumer<AccountConnections> change) {
        accounts.change(connection, change);
        connection.close();
    }

    /** Closes those that are idle now, and those that are borrowed once they are given back. */
    @Override
    public void close() {
        accounts.locked(() -> closed = true);
        accounts.remove(connection -> true).forEach(SmtpConnection::close);
    }
}
