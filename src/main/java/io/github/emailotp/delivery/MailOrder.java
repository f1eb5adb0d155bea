package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
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

    /** Whether the address still is the one that the code is bound to: a code for another would be void. */
    boolean isFor(UserModel user) {
        return user.getEmail() != null
                && user.getEmail().strip().equals(message.binding().address());
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
