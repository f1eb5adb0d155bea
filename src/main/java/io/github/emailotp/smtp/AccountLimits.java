package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * What has been learnt of one {@link MailAccount}, and what mails fail with for it. Not thread-safe: the {@link Accounts} hold a
 * lock.
 *
 * @param allowance connections, and mails over each
 * @param breaker whether its login is taken
 * @param speed mails in a time
 */
record AccountLimits(Allowance allowance, LoginBreaker breaker, SpeedLimit speed) {

    /** Of an account of which nothing is known, with so many connections at most. */
    AccountLimits(int mostConnections, LongSupplier nanoTime) {
        this(
                new Allowance(mostConnections, nanoTime),
                new LoginBreaker(nanoTime),
                new SpeedLimit(nanoTime, () -> ThreadLocalRandom.current().nextDouble()));
    }

    /** Where it is known that none may be sent in this time, nobody waits for it. */
    void requireSpeed(Duration patience) throws PooledEmailException {
        require(speed.refusal(patience), speed.rest());
    }

    /** The same, also where it is known that there will be no connection beside these. */
    void requireHope(int open, Duration patience) throws PooledEmailException {
        requireSpeed(patience);
        require(allowance.refusal(open, patience), allowance.rest());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void require(Optional<SmtpFailure> known, Duration rest) throws PooledEmailException {
        if (known.isPresent()) {
            throw new PooledEmailException(known.get().toOthers(rest), new PooledEmailException(known.get()));
        }
    }

    /** Where it is known that the login is not taken, no connection is made for it. */
    void requireLogin() throws PooledEmailException {
        Optional<SmtpFailure> refused = breaker.refusal();
        if (refused.isPresent()) {
            throw new PooledEmailException(refused.get().from(SmtpFailure.Origin.ELSEWHERE));
        }
    }

    /**
     * Whether the login may be said over this connection now, and not only after another has told what comes of it.
     *
     * @throws PooledEmailException if it was refused meanwhile, or cannot be looked at just now
     */
    boolean mayLogIn(SmtpConnection connection) throws PooledEmailException {
        requireLogin();
        Duration rest = longer(allowance.rest(), speed.rest());
        require(breaker.putOff(connection).filter(known -> !rest.isZero()), rest);
        return breaker.allows(connection);
    }

    /** Whether there is nothing to be kept. */
    boolean isAsNew() {
        return allowance.isAsNew() && breaker.isAsNew() && speed.isAsNew();
    }
}
