package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * All that is needed to send a mail once its request is over.
 *
 * @param sending the id under which its state is told
 * @param message whom it is for, and how long its code lives
 * @param mail the mail
 * @param events raises its events
 * @param aftermath what follows from its fate
 */
record MailOrder(String sending, CodeMessage message, RenderedMail mail, MailEvents events, Aftermath aftermath) {

    /**
     * Its realm; empty if that was deleted meanwhile. As Keycloak's own background jobs have it, the session's context then
     * knows the realm: vault and theme depend on it.
     */
    Optional<RealmModel> enterRealm(KeycloakSession session) {
        RealmModel realm = session.realms().getRealm(message.binding().realmId());
        session.getContext().setRealm(realm);
        return Optional.ofNullable(realm);
    }

    /** Whom it is for, in the realm, which the session enters; empty if either was deleted meanwhile. */
    Optional<UserModel> user(KeycloakSession session) {
        return enterRealm(session)
                .map(realm ->
                        session.users().getUserById(realm, message.binding().userId()));
    }

    /** Whether the address still is the one that the code is bound to: a code for another would be void. */
    boolean isFor(UserModel user) {
        return user.getEmail() != null && message.binding().isFor(user.getEmail());
    }

    /** For logs: the id of a user of a federation can hold an address. */
    String userName() {
        String id = message.binding().userId();
        return StorageId.isLocalStorage(id) ? id : "of a user federation";
    }

    /** It holds the mail, and so the code. */
    @Override
    public String toString() {
        return "MailOrder[" + sending + "]";
    }
}
