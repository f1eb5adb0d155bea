package io.github.emailotp.delivery;

import io.github.emailotp.delivery.Recipient.Mailbox;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sending.Stage;
import io.github.emailotp.smtp.SendTerms;
import io.github.emailotp.smtp.SenderChoice;
import io.github.emailotp.smtp.SmtpFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends one mail, after its request: through the administrator's sender, in sessions of its own, as often as it takes while
 * the code lives, and no more often than is safe. What becomes of it, its {@link MailReport} tells.
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
    private final MailReport report;
    private String lastReason = "";
    private volatile int attempts;
    private boolean handedOver;
    private String obstacle = "";

    MailJob(KeycloakSessionFactory sessions, MailOrder order, Clock clock) {
        this.sessions = sessions;
        this.order = order;
        this.clock = clock;
        this.report = new MailReport(sessions, order);
    }

    /** What has become of it, for a request that waits. */
    MailResult result() {
        return report.result();
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
        if (!obstacle.isEmpty() && report.result().letGo()) {
            // Nobody but the waiting request may see yet what it does to the account.
            obstacle = "";
            return Optional.of(FIRST_PAUSE);
        }
        if (end.isPresent()) {
            report.ended(end.get(), attempts);
            return Optional.empty();
        }
        if (report.isEnded() || !report.retried(state(Stage.RETRYING, lastReason), attempts)) {
            return Optional.empty();
        }
        return Optional.of(FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS)));
    }

    @Override
    public void giveUp() {
        report.ended(state(Stage.GIVEN_UP, lastReason.isEmpty() ? neverTried() : lastReason), attempts);
    }

    @Override
    public void abandon(String reason) {
        report.ended(state(Stage.UNCONFIRMED, reason), attempts);
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
        Optional<Mailbox> mailbox = order.mailbox(session);
        if (mailbox.isEmpty()) {
            obstacle = ACCOUNT_GONE;
            return;
        }
        if (!order.message().binding().isFor(mailbox.get().address())) {
            obstacle = ADDRESS_CHANGED;
            return;
        }
        SendTerms.ofAQueue(session, expiresAt());
        Map<String, String> smtp = session.getContext().getRealm().getSmtpConfig();
        try {
            mailbox.get().take(order.mail(), SenderChoice.of(session), smtp);
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
                order.recipient().name(),
                attempts,
                e.getClass().getName());
        return Optional.empty();
    }

    private Optional<Sending> ended(SmtpFailure failure) {
        lastReason = reason(failure);
        LOG.warnf(
                "Code %d for user %s could not be mailed with attempt %d: %s",
                order.message().ordinal(), order.recipient().name(), attempts, failure.description());
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
