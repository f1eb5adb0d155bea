package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Sending;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Tells what becomes of one mail: to the page, by events and meters, to the budget of mails, and to an answer that waits. One that
 * cannot be told does not keep the others from it. Thread-safe.
 */
final class MailReport {

    private static final Logger LOG = Logger.getLogger(MailReport.class);

    private final KeycloakSessionFactory sessions;
    private final MailOrder order;
    private final Owner owner;
    private final FirstNews news = new FirstNews();
    private final AtomicReference<Sending> end = new AtomicReference<>();

    MailReport(KeycloakSessionFactory sessions, MailOrder order, Owner owner) {
        this.sessions = sessions;
        this.order = order;
        this.owner = owner;
    }

    /** For an answer that waits. */
    FirstNews news() {
        return news;
    }

    /** Whether the end was told, or is being told. */
    boolean isEnded() {
        return end.get() != null;
    }

    /**
     * An attempt has failed, and there may be another.
     *
     * @return false if the end was told meanwhile, here or by another node: that stays
     */
    boolean failed(Sending state) {
        AtomicBoolean isOver = new AtomicBoolean();
        inSession(session -> isOver.set(!order.aftermath()
                .rememberUnlessOver(
                        session, order.sending(), state, order.message().lifetime())));
        // An answer that waits would wait for what takes long.
        news.come();
        return !isOver.get() && !isEnded();
    }

    /**
     * Another attempt was made.
     *
     * @param reason why the one before failed
     * @param attempts how many there were before
     */
    void retried(String reason, int attempts) {
        if (isRehearsal() || isEnded()) {
            return;
        }
        MailMeters.retried(reason);
        inSession(session -> tell(session, realm -> order.events().retried(session, realm, reason, attempts)));
    }

    /**
     * The end. Told once, whoever comes first: an attempt that was abandoned may come to its end all the same.
     *
     * @param attempts how many there were
     * @param cause why it did not arrive, for the log: a clause that names no address
     */
    void ended(Sending state, int attempts, String cause) {
        if (!end.compareAndSet(null, state)) {
            return;
        }
        CodeMessage message = order.message();
        if (!isRehearsal()) {
            MailMeters.ended(state, Duration.between(message.sentAt(), state.at()));
            log(state, attempts, cause);
        }
        inSession(session -> tellEach(session, state, attempts));
        news.come();
    }

    /** The request that asked for the mail has come to nothing, and the page with it. */
    void unsent() {
        inSession(session -> order.aftermath().unsent(session, order.message().permit()));
    }

    /** One after the other, whether the one before could be told or not. */
    private void tellEach(KeycloakSession session, Sending state, int attempts) {
        boolean remembered = isDone(() -> remember(session, state));
        // A code whose failure nobody knows of can still be guessed, so it stays charged. So does one that could be
        // guessed until a newer one was asked for: whoever asks for both chooses when.
        if (remembered && state.isFailed() && !state.reason().equals(MailJob.SUPERSEDED)) {
            isDone(() -> order.aftermath().refused(session, order.message().permit()));
        }
        if (!isRehearsal()) {
            isDone(() -> tell(session, realm -> order.events().ended(session, realm, state, attempts)));
        }
    }

    private boolean isRehearsal() {
        return order.intent() == MailOrder.Intent.REHEARSE;
    }

    /** Once for each mail, and for administrators only if it may not have arrived. */
    private void log(Sending state, int attempts, String cause) {
        switch (state.stage()) {
            case HANDED_OVER -> LOG.debugf("Code %d for user %s was mailed", ordinal(), recipient());
            case UNCONFIRMED ->
                LOG.warnf(
                        "Code %d for user %s may not have been mailed (mail server %s): %s",
                        ordinal(), recipient(), owner.server(), cause);
            case REFUSED, GIVEN_UP, WAITING, RETRYING ->
                // The login is over without it: nobody misses it.
                LOG.logf(
                        state.reason().equals(Submission.SETTLED) ? Level.DEBUG : Level.WARN,
                        "Code %d for user %s could not be mailed with %d attempts (mail server %s): %s",
                        ordinal(),
                        recipient(),
                        attempts,
                        owner.server(),
                        cause);
        }
    }

    private int ordinal() {
        return order.message().ordinal();
    }

    private String recipient() {
        return order.recipient().name();
    }

    private void remember(KeycloakSession session, Sending state) {
        order.aftermath()
                .remember(session, order.sending(), state, order.message().lifetime());
    }

    private void tell(KeycloakSession session, Consumer<RealmModel> event) {
        order.enterRealm(session).ifPresent(event);
    }

    private void inSession(Consumer<KeycloakSession> work) {
        isDone(() -> KeycloakModelUtils.runJobInTransaction(sessions, work::accept));
    }

    /** Answers whether it could be done. */
    private static boolean isDone(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "What became of a mail could not be told: %s", e.getClass().getName());
            LOG.debug("The cause", e);
            return false;
        }
    }
}
