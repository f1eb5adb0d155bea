package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sending.Stage;
import io.github.emailotp.smtp.SendDeadline;
import io.github.emailotp.smtp.SenderChoice;
import io.github.emailotp.smtp.SmtpFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends one mail, after its request: through the administrator's sender, in sessions of its own, as often as it takes while
 * the code lives, and no more often than is safe. Then it tells what has become of it.
 */
final class MailJob implements OutboxJob {

    private static final Logger LOG = Logger.getLogger(MailJob.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 4;
    private static final String ADDRESS_CHANGED = "address_changed";
    private static final String ACCOUNT_GONE = "account_gone";
    private static final String TOO_LATE = "too_late";

    private final KeycloakSessionFactory sessions;
    private final MailOrder order;
    private final Clock clock;
    private final MailResult result = new MailResult();
    private final AtomicReference<Sending> ended = new AtomicReference<>();
    private String lastReason = "";
    private volatile int attempts;
    private boolean handedOver;
    private String obstacle = "";

    MailJob(KeycloakSessionFactory sessions, MailOrder order, Clock clock) {
        this.sessions = sessions;
        this.order = order;
        this.clock = clock;
    }

    /** What has become of it, for a request that waits. */
    MailResult result() {
        return result;
    }

    @Override
    public String owner() {
        return order.message().binding().realmId();
    }

    @Override
    public Instant expiresAt() {
        return order.message().expiresAt();
    }

    @Override
    public Optional<Duration> attempt(int attempt) {
        attempts = attempt;
        Optional<Sending> end = send();
        if (!obstacle.isEmpty() && result.letGo()) {
            // Nobody but the waiting request may see yet what it does to the account.
            obstacle = "";
            return Optional.of(FIRST_PAUSE);
        }
        if (end.isPresent()) {
            finish(end.get());
            return Optional.empty();
        }
        if (ended.get() != null || !retry()) {
            return Optional.empty();
        }
        return Optional.of(FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS)));
    }

    @Override
    public void giveUp() {
        finish(state(Stage.GIVEN_UP, lastReason.isEmpty() ? neverTried() : lastReason));
    }

    private String neverTried() {
        return clock.instant().isBefore(expiresAt()) ? SERVER_STOPPED : TOO_LATE;
    }

    /** How it ended; empty if it may be tried again. */
    private Optional<Sending> send() {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, this::send);
        } catch (NotSentException e) {
            return ended(SmtpFailure.of(e.getCause()));
        } catch (RuntimeException e) {
            if (!handedOver) {
                return notBegun(e);
            }
            // The mail is gone; that the session could not be closed well is no reason to send it twice.
            LOG.debug("After the mail was handed over", e);
        }
        return Optional.of(handedOver ? state(Stage.HANDED_OVER, "") : state(Stage.GIVEN_UP, obstacle));
    }

    /** Sends nothing if the account is no longer what the code is bound to. */
    private void send(KeycloakSession session) {
        RealmModel realm = realm(session);
        UserModel user = realm == null
                ? null
                : session.users().getUserById(realm, order.message().binding().userId());
        if (user == null || !user.isEnabled()) {
            obstacle = ACCOUNT_GONE;
            return;
        }
        if (!order.isFor(user)) {
            obstacle = ADDRESS_CHANGED;
            return;
        }
        SendDeadline.set(session, expiresAt());
        RenderedMail mail = order.mail();
        try {
            SenderChoice.of(session).send(realm.getSmtpConfig(), user, mail.subject(), mail.text(), mail.html());
        } catch (EmailException | RuntimeException e) {
            // Also what a sender throws for incomplete settings.
            throw new NotSentException(e);
        }
        handedOver = true;
    }

    /** Keycloak itself has a problem, such as a database that is gone. */
    private Optional<Sending> notBegun(RuntimeException e) {
        lastReason = INTERNAL;
        LOG.warnf(
                "Code %d for user %s could not be mailed with attempt %d: %s",
                order.message().ordinal(),
                order.userName(),
                attempts,
                e.getClass().getName());
        return Optional.empty();
    }

    private Optional<Sending> ended(SmtpFailure failure) {
        lastReason = reason(failure);
        LOG.warnf(
                "Code %d for user %s could not be mailed with attempt %d: %s",
                order.message().ordinal(), order.userName(), attempts, failure.description());
        if (failure.mayHaveBeenAccepted()) {
            return Optional.of(state(Stage.UNCONFIRMED, lastReason));
        }
        return failure.isRetryable() ? Optional.empty() : Optional.of(state(Stage.REFUSED, lastReason));
    }

    private static String reason(SmtpFailure failure) {
        String kind = failure.kind().name().toLowerCase(Locale.ROOT);
        return failure.replyCode().isPresent()
                ? kind + "_" + failure.replyCode().getAsInt()
                : kind;
    }

    /** Answers false if it was abandoned meanwhile: then that is what is remembered. */
    private boolean retry() {
        remember(state(Stage.RETRYING, lastReason));
        Sending end = ended.get();
        if (end != null) {
            remember(end);
            return false;
        }
        MailMeters.retried(lastReason);
        tell((session, realm) -> order.events().retried(session, realm, lastReason, attempts));
        return true;
    }

    @Override
    public void abandon(String reason) {
        finish(state(Stage.UNCONFIRMED, reason));
    }

    /** Once, whoever comes first: an attempt that was abandoned may come to its end all the same. */
    private void finish(Sending end) {
        if (!ended.compareAndSet(null, end)) {
            return;
        }
        CodeMessage message = order.message();
        MailMeters.ended(end, Duration.between(message.sentAt(), end.at()));
        LOG.debugf("Code %d for user %s: %s", message.ordinal(), order.userName(), end.stage());
        boolean told = remember(end);
        boolean awaited = result.complete(end);
        if (awaited && end.stage() != Stage.UNCONFIRMED) {
            // The request does the rest itself.
            return;
        }
        // A code whose failure nobody knows of can still be guessed, so it stays charged.
        if (told && end.isFailed()) {
            inSession(session -> order.aftermath().giveBack(session, message.permit()));
        }
        tell((session, realm) -> order.events().ended(session, realm, end, attempts));
    }

    private boolean remember(Sending state) {
        return inSession(session -> order.aftermath()
                .remember(session, order.sending(), state, order.message().lifetime()));
    }

    /** A realm that was deleted meanwhile has no events. */
    private void tell(BiConsumer<KeycloakSession, RealmModel> event) {
        inSession(session -> Optional.ofNullable(realm(session)).ifPresent(realm -> event.accept(session, realm)));
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

    /** As Keycloak's own background jobs have it, the session's context knows the realm: vault and theme depend on it. */
    private RealmModel realm(KeycloakSession session) {
        RealmModel realm = session.realms().getRealm(owner());
        session.getContext().setRealm(realm);
        return realm;
    }

    private Sending state(Stage stage, String reason) {
        return new Sending(stage, clock.instant(), reason);
    }

    /** Carries what a sender threw out of a transaction, which is rolled back. */
    private static final class NotSentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotSentException(Exception cause) {
            super(cause);
        }
    }
}
