package io.github.emailotp.delivery;

import java.util.Map;
import java.util.Optional;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/** Whom a mail is for, once its request is over. It holds nothing of the request's session. */
public sealed interface Recipient {

    /** Where mail for the recipient goes now; empty if there is nobody any more that may get it. */
    Optional<Mailbox> mailbox(KeycloakSession session, RealmModel realm);

    /** What logs call it: no address, and no id that may hold one. */
    String name();

    /** A stored account: it is looked at again before each attempt, but for one that is made at once. */
    record Account(String userId) implements Recipient {

        @Override
        public Optional<Mailbox> mailbox(KeycloakSession session, RealmModel realm) {
            UserModel user = session.users().getUserById(realm, userId);
            if (user == null && !StorageId.isLocalStorage(userId)) {
                // Of a store that does not answer, some say so.
                throw new UserStoreAwayException("the user store knows no such account now");
            }
            if (user != null && !user.isEnabled() && UserStore.mayBeAway(user)) {
                throw new UserStoreAwayException("the user store does not answer");
            }
            return Optional.ofNullable(user).filter(UserModel::isEnabled).map(AccountMailbox::new);
        }

        @Override
        public String name() {
            return StorageId.isLocalStorage(userId) ? userId : "of a user federation";
        }
    }

    /**
     * Somebody whom Keycloak does not store (its feature {@code transient-users}): what the request knew of them is all that there
     * is.
     */
    record Visitor(String address) implements Recipient {

        @Override
        public Optional<Mailbox> mailbox(KeycloakSession session, RealmModel realm) {
            return Optional.of(new VisitorMailbox(address));
        }

        @Override
        public String name() {
            return "that is not stored";
        }
    }

    /** Whoever is meant by a name that no mail can go to. */
    record Nobody() implements Recipient {

        @Override
        public Optional<Mailbox> mailbox(KeycloakSession session, RealmModel realm) {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "that is nobody";
        }
    }

    /** Where a mail goes. */
    sealed interface Mailbox {

        /** Empty if there is none. */
        String address();

        /** Hands the mail to a sender. */
        void take(RenderedMail mail, EmailSenderProvider sender, Map<String, String> smtp) throws EmailException;
    }

    /** By the user, since an administrator's own sender may look at more than the address. */
    record AccountMailbox(UserModel user) implements Mailbox {

        @Override
        public String address() {
            return Optional.ofNullable(user.getEmail()).orElse("");
        }

        @Override
        public void take(RenderedMail mail, EmailSenderProvider sender, Map<String, String> smtp)
                throws EmailException {
            sender.send(smtp, user, mail.subject(), mail.text(), mail.html());
        }
    }

    record VisitorMailbox(String address) implements Mailbox {

        @Override
        public void take(RenderedMail mail, EmailSenderProvider sender, Map<String, String> smtp)
                throws EmailException {
            sender.send(smtp, address, mail.subject(), mail.text(), mail.html());
        }
    }
}
