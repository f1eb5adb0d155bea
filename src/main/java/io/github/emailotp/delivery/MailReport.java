package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Sending;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Tells what becomes of one mail: to the page, by events and meters, to the budget of mails, and to an answer that waits. Each in
 * a session of its own, so that one that fails does not keep the others from being told. Thread-safe.
 */
final class MailReport {

    private static final Logger LOG = Logger.getLogger(MailReport.class);

    private final KeycloakSessionFactory sessions;
    private final MailOrder order;
    private final FirstNews news = new FirstNews();
    private final AtomicReference<Sending> end = new AtomicReference<>();

    MailReport(KeycloakSessionFactory sessions, MailOrder order) {
        this.sessions = sessions;
        this.order = order;
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
     * @return false if the end was told meanwhile; then that is remembered again, so that it stays
     */
    boolean failed(Sending state) {
        remember(state);
        Sending ended = end.get();
        if (ended != null) {
            remember(ended);
        }
        // An answer that waits would wait for what takes long.
        news.come();
        return ended == null;
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
        tell((session, realm) -> order.events().retried(session, realm, reason, attempts));
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
        boolean remembered = remember(state);
        // A code whose failure nobody knows of can still be guessed, so it stays charged. So does one that could be
        // guessed until a newer one was asked for: whoever asks for both chooses when.
        if (remembered && state.isFailed() && !state.reason().equals(MailJob.SUPERSEDED)) {
            inSession(session -> order.aftermath().refused(session, message.permit()));
        }
        if (!isRehearsal()) {
            tell((session, realm) -> order.events().ended(session, realm, state, attempts));
        }
        news.come();
    }

    private boolean isRehearsal() {
        return order.intent() == MailOrder.Intent.REHEARSE;
    }

    /** Once for each mail, and for administrators only if it may not have arrived. */
    private void log(Sending state, int attempts, String cause) {
        switch (state.stage()) {
            case HANDED_OVER -> LOG.debugf("Code %d for user %s was mailed", ordinal(), recipient());
            case UNCONFIRMED ->
                LOG.warnf("Code %d for user %s may not have been mailed: %s", ordinal(), recipient(), cause);
            case REFUSED, GIVEN_UP, WAITING, RETRYING ->
                // The login is over without it: nobody misses it.
                LOG.logf(
                        state.reason().equals(Submission.SETTLED) ? Level.DEBUG : Level.WARN,
                        "Code %d for user %s could not be mailed with %d attempts: %s",
                        ordinal(),
                        recipient(),
                        attempts,
                        cause);
        }
    }

    private int ordinal() {
        return order.message().ordinal();
    }

    private String recipient() {
        return order.recipient().name();
    }

    private boolean remember(Sending state) {
        return inSession(session -> order.aftermath()
                .remember(session, order.sending(), state, order.message().lifetime()));
    }

    private void tell(BiConsumer<KeycloakSession, RealmModel> event) {
        inSession(session -> order.enterRealm(session).ifPresent(realm -> event.accept(session, realm)));
    }

    /** Answers whether it could be done. */
    private boolean inSession(Consumer<KeycloakSession> work) {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, work::accept);
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "What became of a mail could not be told: %s", e.getClass().getName());
            LOG.debug("The cause", e);
            return false;
        }
    }
}
