package io.github.emailotp.smtp;

/** What a connection waits for before it says its login: where that is not known to be good, one says it at a time. */
@FunctionalInterface
interface LoginTurn {

    /** It is always the turn. */
    LoginTurn AT_ONCE = () -> false;

    /**
     * Returns when the login may be said; answers whether it had to wait for that.
     *
     * @throws PooledEmailException if it need not be said any more, or there is no time left
     */
    boolean await() throws PooledEmailException;
}
