package io.github.emailotp.smtp;

import java.util.Optional;

/** A login as it is said for one mail: what is said may change until its turn comes. Used by one thread. */
final class SpokenLogin {

    private final Login login;
    private final Conversation conversation;
    private final LoginTurn turn;
    private Optional<Credentials> credentials = Optional.empty();

    /** Of which nothing has been asked for yet. */
    SpokenLogin(Login login, Conversation conversation, LoginTurn turn) {
        this.login = login;
        this.conversation = conversation;
        this.turn = turn;
    }

    /** With what was asked for last; empty where no login is wanted. */
    Optional<Credentials> credentials() {
        return credentials;
    }

    /**
     * Asks for them.
     *
     * @throws PooledEmailException if there are none to be had
     */
    void ask() throws PooledEmailException {
        credentials = Optional.empty();
        credentials = login.credentials(conversation);
    }

    /**
     * Waits for its turn, and then asks again: those that had it before may have learnt that a token is dead.
     *
     * @throws PooledEmailException if it need not be said any more, or there is no time left
     */
    void awaitTurn() throws PooledEmailException {
        Optional<Credentials> asked = credentials;
        // Who is only told that it was refused has said none.
        credentials = Optional.empty();
        if (turn.await()
                || asked.filter(known -> !login.source().isCurrent(known)).isPresent()) {
            ask();
        } else {
            credentials = asked;
        }
    }

    /**
     * The mail server has refused it: asks for other credentials, and answers whether there are any.
     *
     * @throws PooledEmailException if there are none to be had
     */
    boolean renew() throws PooledEmailException {
        Optional<Credentials> refused = credentials;
        if (!forget()) {
            return false;
        }
        ask();
        return !credentials.equals(refused);
    }

    /** The mail server has refused it, and nobody says it any more; answers whether there may be other credentials. */
    boolean forget() {
        return credentials.filter(login.source()::renew).isPresent();
    }
}
