package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * All that is needed to send a mail once its request is over.
 *
 * @param sending the id under which its state is told
 * @param message what it tells, and how long its code lives
 * @param mail the mail
 * @param recipient whom it is for
 * @param events raises its events
 * @param aftermath what follows from its fate
 * @param intent whether it is sent at all
 */
record MailOrder(
        String sending,
        CodeMessage message,
        RenderedMail mail,
        Recipient recipient,
        MailEvents events,
        Aftermath aftermath,
        Intent intent) {

    /** Whether a mail is sent. */
    enum Intent {
        SEND,
        /** All is done as if it were: nobody but who reads events may see that it is not. */
        REHEARSE
    }

    /**
     * Its realm; empty if that was deleted meanwhile. As Keycloak's own background jobs have it, the session's context then
     * knows the realm: vault and theme depend on it.
     */
    Optional<RealmModel> enterRealm(KeycloakSession session) {
        RealmModel realm = session.realms().getRealm(message.binding().realmId());
        session.getContext().setRealm(realm);
        return Optional.ofNullable(realm);
    }

    /** Where it goes, in its realm, which the session enters; empty if realm or recipient is gone. */
    Optional<Recipient.Mailbox> mailbox(KeycloakSession session) {
        return enterRealm(session).flatMap(realm -> recipient.mailbox(session, realm));
    }

    /** It holds the mail, and so the code. */
    @Override
    public String toString() {
        return "MailOrder[" + sending + "]";
    }
}
