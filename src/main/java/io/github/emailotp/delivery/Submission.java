package io.github.emailotp.delivery;

import io.github.emailotp.smtp.SendTerms;
import io.github.emailotp.smtp.SenderChoice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * One attempt to hand a mail to the realm's mail server. Realm and account are looked up in a short transaction, which is over when
 * the sender begins: a slow mail server holds no connection to the database. Only a sender of the administrator's own, which is given
 * the account, works within one. What is tried at once goes where its request has seen that it goes.
 */
final class Submission {

    private static final Logger LOG = Logger.getLogger(Submission.class);
    private static final String ADDRESS_CHANGED = "address_changed";
    private static final String ACCOUNT_GONE = "account_gone";

    /** An obstacle: the login is over. */
    static final String SETTLED = "settled";

    private final KeycloakSessionFactory sessions;
    private final MailOrder order;
    private final Owner owner;
    private String obstacle = "";
    private Optional<MailTarget> target = Optional.empty();
    private boolean hasAsked;

    /** Whether there is nothing left that could be done a second time. */
    private boolean isDone;

    private Submission(KeycloakSessionFactory sessions, MailOrder order, Owner owner) {
        this.sessions = sessions;
        this.order = order;
        this.owner = owner;
    }

    /** To where the mail goes, as was seen a moment ago. */
    static Submission to(MailTarget target, KeycloakSessionFactory sessions, MailOrder order, Owner owner) {
        Submission submission = new Submission(sessions, order, owner);
        submission.target = Optional.of(target);
        return submission;
    }

    /** Looks up where the mail goes now. */
    static Submission of(KeycloakSessionFactory sessions, MailOrder order, Owner owner) {
        Submission submission = new Submission(sessions, order, owner);
        KeycloakModelUtils.runJobInTransaction(sessions, submission::lookUp);
        return submission;
    }

    /** Looks up where a mail goes that has waited meanwhile: another node may have had its code's login. */
    static Submission ofOneThatWaited(KeycloakSessionFactory sessions, MailOrder order, Owner owner) {
        Submission submission = new Submission(sessions, order, owner);
        KeycloakModelUtils.runJobInTransaction(sessions, submission::lookUpIfNeeded);
        return submission;
    }

    private void lookUpIfNeeded(KeycloakSession session) {
        if (order.aftermath().isSettled(session, order.sending())) {
            obstacle = SETTLED;
        } else {
            lookUp(session);
        }
    }

    private void lookUp(KeycloakSession session) {
        Optional<Recipient.Mailbox> mailbox = order.mailbox(session);
        if (mailbox.isEmpty()) {
            obstacle = ACCOUNT_GONE;
            return;
        }
        if (!isFor(mailbox.get())) {
            obstacle = ADDRESS_CHANGED;
            return;
        }
        target = Optional.of(MailTarget.of(mailbox.get(), session.getContext().getRealm()));
    }

    private boolean isFor(Recipient.Mailbox mailbox) {
        return order.message().binding().isFor(mailbox.address());
    }

    /** Whether realm and account are still there, the account is what the code is bound to, and the code is needed. */
    boolean isFound() {
        return obstacle.isEmpty();
    }

    /** Why nothing is sent, in one word; empty if it {@link #isFound}. */
    String obstacle() {
        return obstacle;
    }

    /**
     * Hands the mail over; if its realm is gone by now, there is an {@link #obstacle}.
     *
     * @throws NotSentException with what the sender threw
     */
    void send() {
        try (KeycloakSession session = sessions.create()) {
            if (isRehearsal() && !SenderChoice.isPooled(session)) {
                // Other senders cannot be asked.
                fail(Lessons.OF_THIS_NODE.failure(realmId()));
            } else if (SenderChoice.isAdministrators(session)) {
                KeycloakModelUtils.runJobInTransaction(sessions, this::sendWithAccount);
            } else if (order.enterRealm(session).isEmpty()) {
                obstacle = ACCOUNT_GONE;
            } else {
                handOver(
                        session,
                        (sender, settings) -> sender.send(
                                settings,
                                target().address(),
                                order.mail().subject(),
                                order.mail().text(),
                                order.mail().html()));
                if (isRehearsal()) {
                    fail(Lessons.OF_THIS_NODE.contentFailure(realmId()));
                }
            }
            isDone = true;
        } catch (NotSentException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!isDone) {
                throw e;
            }
            // The mail is gone; that a session or transaction did not end well is no reason to send it twice.
            LOG.debug("After the mail was handed over", e);
        }
    }

    private MailTarget target() {
        return target.orElseThrow();
    }

    /** As a mail that is sent would. */
    private void fail(Optional<Throwable> failure) {
        if (failure.isPresent()) {
            throw new NotSentException(failure.get(), hasAsked);
        }
    }

    private boolean isRehearsal() {
        return order.intent() == MailOrder.Intent.REHEARSE;
    }

    private String realmId() {
        return order.message().binding().realmId();
    }

    private void sendWithAccount(KeycloakSession session) {
        Recipient.Mailbox mailbox = order.mailbox(session)
                .filter(this::isFor)
                .orElseThrow(() -> new IllegalStateException("the account has changed"));
        handOver(session, (sender, settings) -> mailbox.take(order.mail(), sender, settings));
    }

    /**
     * Whether the owner's mail server was asked. The realm may have another one by now; and a sender that is not the pooled one is given no
     * rehearsal.
     */
    boolean hasAsked() {
        return hasAsked;
    }

    private interface HandOver {
        void to(EmailSenderProvider sender, Map<String, String> settings) throws EmailException;
    }

    private void handOver(KeycloakSession session, HandOver handOver) {
        SendTerms.ofAQueue(session, order.message().expiresAt());
        if (isRehearsal()) {
            SendTerms.rehearse(session);
        }
        EmailSenderProvider sender = SenderChoice.of(session);
        hasAsked = target().owner().server().equals(owner.server());
        try {
            handOver.to(sender, settings(session));
            isDone = true;
        } catch (EmailException | RuntimeException e) {
            // Also what a sender throws for incomplete settings.
            throw new NotSentException(e, hasAsked);
        }
    }

    /** With {@code debug}, Keycloak's own sender writes the mail to the server's output, and so may others: it has a code in it. */
    private Map<String, String> settings(KeycloakSession session) {
        if (SenderChoice.isPooled(session)) {
            return target().smtp();
        }
        Map<String, String> settings = new HashMap<>(target().smtp());
        settings.remove("debug");
        return settings;
    }

    /** Carries what a sender threw. */
    static final class NotSentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean hasAsked;

        NotSentException(Throwable cause, boolean hasAsked) {
            super(cause);
            this.hasAsked = hasAsked;
        }

        /** As {@link Submission#hasAsked}. */
        boolean hasAsked() {
            return hasAsked;
        }
    }
}
