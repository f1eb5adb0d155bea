package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The connections of one {@link MailAccount}. Not thread-safe: the {@link Accounts} hold a lock. */
final class AccountConnections {

    private final PoolLimits limits;
    private final Function<ConnectionKey, SmtpConnection> maker;
    private final AccountLimits learnt;
    private final Allowance allowance;
    private final SpeedLimit speed;
    private final RightOfWay way;
    private final ComingMails coming;

    private final IdleConnections idle = new IdleConnections(this::isGood);

    /** Also those that are being opened. */
    private int open;

    private int established;

    /** How many mails wait for one. */
    int waiting;

    AccountConnections(PoolLimits limits, Function<ConnectionKey, SmtpConnection> maker, LongSupplier nanoTime) {
        this.limits = limits;
        this.maker = maker;
        this.learnt = new AccountLimits(limits.maxConnections(), nanoTime);
        this.allowance = learnt.allowance();
        this.speed = learnt.speed();
        this.way = new RightOfWay(allowance, nanoTime);
        this.coming = new ComingMails(nanoTime);
    }

    int open() {
        return open;
    }

    int idle() {
        return idle.size();
    }

    /**
     * A kept connection or one to be opened; empty if there may be none now.
     *
     * @param old takes those that have to be closed
     */
    Optional<SmtpConnection> take(ConnectionKey key, List<SmtpConnection> old) throws PooledEmailException {
        Optional<SmtpConnection> taken = speed.allows() ? takeAny(key, old) : Optional.empty();
        taken.ifPresent(speed::begins);
        return taken;
    }

    AccountLimits learnt() {
        return learnt;
    }

    /** Where it is known that there will be none for a mail that waits so long, nobody waits for it. */
    void requireHope(Duration patience) throws PooledEmailException {
        learnt.requireHope(open, patience);
    }

    private Optional<SmtpConnection> takeAny(ConnectionKey key, List<SmtpConnection> old) throws PooledEmailException {
        Optional<SmtpConnection> kept = idle.take(key, next -> retire(next, old));
        if (kept.isPresent()) {
            return kept;
        }
        int others = others();
        learnt.requireLogin();
        if (!mayOpen(others)) {
            return Optional.empty();
        }
        if (others < open) {
            retire(idle.takeOldest(), old);
        }
        return Optional.of(made(key));
    }

    /** How many would be open beside one more: where there is no room, one of another realm that nobody uses gives way. */
    private int others() {
        return idle.size() == 0 || allowance.hasRoom(open) ? open : open - 1;
    }

    private boolean mayOpen(int others) {
        return !way.isGiving() && learnt.breaker().isWorthAConnection() && allowance.allows(others);
    }

    /** Whether {@link #take} would answer one to a mail that does not wait, or fail, which it would have to be told. */
    boolean hasHope(ConnectionKey key) {
        boolean fails = learnt.breaker().refusal().isPresent();
        return waiting == 0 && speed.allows() && (fails || free(key) > coming.count());
    }

    /** How many that know of it may have a connection now. */
    private int free(ConnectionKey key) {
        int kept = idle.count(key);
        if (!mayOpen(others())) {
            return kept;
        }
        // Where there is no room, one that is kept gives way to a new one.
        return allowance.hasRoom(open) ? kept + allowance.room(open) : Math.max(kept, 1);
    }

    /** Mails that are to find one free. */
    ComingMails coming() {
        return coming;
    }

    private SmtpConnection made(ConnectionKey key) {
        SmtpConnection connection = maker.apply(key);
        open++;
        allowance.begins(connection);
        learnt.breaker().begins(connection);
        return connection;
    }

    private void closed(SmtpConnection connection) {
        open--;
        learnt.breaker().closed(connection, isAnsweredAtTheLogin(connection));
        speed.closed(connection);
        if (connection.isOpen()) {
            established--;
        }
    }

    private static boolean isAnsweredAtTheLogin(SmtpConnection connection) {
        Progress progress = connection.progress();
        return progress.at() == Command.AUTH && progress.refusal().isPresent();
    }

    /** Those that wait for their turn to log in would hear the same, if it was said of the login. */
    private void putOff(SmtpConnection connection, SmtpFailure failure) {
        if (connection.progress().at() == Command.AUTH) {
            learnt.breaker().putOff(connection, failure);
        }
    }

    private void retire(SmtpConnection connection, List<SmtpConnection> old) {
        closed(connection);
        old.add(connection);
    }

    /** The idle one that was not used for the longest time. */
    Optional<SmtpConnection> oldestIdle() {
        return idle.oldest();
    }

    boolean hasIdle(ConnectionKey key) {
        return idle.count(key) > 0;
    }

    boolean isGood(SmtpConnection connection) {
        return connection.isWithin(limits) && allowance.lastsFor(connection.mails());
    }

    /** This one has served its mail. */
    void served(SmtpConnection connection) {
        allowance.served();
        way.served();
        speed.served(connection);
    }

    /** It has only rehearsed one: the server has not said yet whether it would take that. */
    void rehearsed(SmtpConnection connection) {
        speed.closed(connection);
    }

    /** Its mail came too fast for the server. */
    void tooFast(SmtpConnection connection, SmtpFailure failure) {
        putOff(connection, failure);
        speed.exceeded(connection, failure);
        forget(connection);
    }

    /** Whether none is open, and another account is to give way. */
    boolean isKeptOut() {
        return open == 0 && way.isDue();
    }

    /** This one, which comes back from its mail, makes room for one of another account. */
    void giveWay(SmtpConnection connection, AccountConnections other) {
        closed(connection);
        way.giveTo(other.way);
    }

    void keep(SmtpConnection connection) {
        idle.keep(connection);
    }

    void opened() {
        established++;
        allowance.opened();
        learnt.breaker().taken();
    }

    /** It is closed, or will be. */
    void forget(SmtpConnection connection) {
        closed(connection);
        if (!connection.isOpen()) {
            allowance.failed(connection);
        }
    }

    /** It waited for its turn to log in, in vain, and is closed. */
    void gaveUpBeforeTheLogin(SmtpConnection connection) {
        closed(connection);
        allowance.ends(connection);
    }

    /**
     * Answers whether others are open. Those that are being opened count too, as long as they are not refused as well: else
     * one that the server takes, but has not greeted yet, would not be counted for a while.
     *
     * @param failure what mails come to if none is
     */
    boolean refused(SmtpConnection connection, SmtpFailure failure) {
        putOff(connection, failure);
        closed(connection);
        allowance.refused(connection, established > 0 ? open : 0, failure);
        return established > 0;
    }

    /**
     * Answers whether others are in use: then those that are open are as many as it takes. Else it may be away, and with it those that are
     * only kept.
     */
    boolean shut(SmtpConnection connection) {
        if (established == idle.size()) {
            forget(connection);
            return false;
        }
        closed(connection);
        allowance.isFull(connection, open);
        return true;
    }

    /** There may be room at the server again. */
    void askAgain() {
        allowance.hasRoomBeside(open);
    }

    /** Its login was refused. */
    void loginRefused(SmtpConnection connection, SmtpFailure failure) {
        learnt.breaker().refused(connection, failure);
        forget(connection);
    }

    void wornOut(int mails) {
        allowance.wornOut(mails);
    }

    /** Moves such idle ones. */
    void remove(Predicate<SmtpConnection> which, List<SmtpConnection> removed) {
        idle.takeAll(which).forEach(next -> retire(next, removed));
    }

    /** Whether nothing would be lost with this. */
    boolean isOver() {
        return open == 0 && waiting == 0 && learnt.isAsNew() && way.isAsNew();
    }
}
