package io.github.emailotp.delivery;

import io.github.emailotp.otp.Binding;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Where a mail goes, and over which mail server, as it is known at one moment. Holds nothing of a session.
 *
 * @param owner of the mail server
 * @param smtp the realm's settings
 */
record MailTarget(String address, Owner owner, Map<String, String> smtp) {

    private static final Logger LOG = Logger.getLogger(MailTarget.class);

    MailTarget {
        smtp = Map.copyOf(smtp);
    }

    /** That of a mailbox. */
    static MailTarget of(Recipient.Mailbox mailbox, RealmModel realm) {
        return new MailTarget(mailbox.address(), Owner.of(realm), realm.getSmtpConfig());
    }

    /** What the request itself knows, which has the realm and the account before it; empty where a look from outside has to tell. */
    static Optional<MailTarget> knownTo(KeycloakSession session, Recipient recipient, Binding binding) {
        RealmModel realm = session.getContext().getRealm();
        try {
            return recipient
                    .mailbox(session, realm)
                    .map(mailbox -> of(mailbox, realm))
                    .filter(target -> binding.isFor(target.address));
        } catch (RuntimeException e) {
            // A user store that is away, or fails: no reason for the request to fail.
            LOG.debug("Where a mail goes is looked up when it is tried", e);
            return Optional.empty();
        }
    }

    /** Settings can hold a password. */
    @Override
    public String toString() {
        return "MailTarget[" + owner + "]";
    }
}
