package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * The lock as an entry among the user's credentials. There an administrator sees it in every realm, in the console under
 * <i>Users → Credentials</i> and over REST, and deletes it to open the lock. A user attribute would not do: where the user
 * profile does not know it, the console hides it and drops it with the next change of the user ({@code
 * DefaultUserProfile}). Users cannot delete it, since no provider of this type is registered
 * ({@code CredentialDeleteHelper}).
 */
public final class CredentialGuessLock implements GuessLock {

    private static final Logger LOG = Logger.getLogger(CredentialGuessLock.class);
    private static final String TYPE_PREFIX = "email-otp-disabled-for-";

    private final KeycloakSession session;
    private final UserModel user;
    private final Clock clock;

    public CredentialGuessLock(KeycloakSession session, UserModel user, Clock clock) {
        this.session = session;
        this.user = user;
        this.clock = clock;
    }

    @Override
    public boolean isClosed(Acquaintance acquaintance) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(type(acquaintance))
                .findAny()
                .isPresent();
    }

    @Override
    public void close(Acquaintance acquaintance, int failures, Runnable whenClosed) {
        CredentialModel lock = new CredentialModel();
        lock.setType(type(acquaintance));
        lock.setUserLabel(
                "Email code: disabled after " + failures + " wrong codes in a row. Delete to allow it again.");
        lock.setCreatedDate(clock.millis());
        lock.setSecretData("{}");
        lock.setCredentialData("{\"failures\":" + failures + "}");
        try {
            user.credentialManager().createStoredCredential(lock);
        } catch (RuntimeException readOnly) {
            // A federation that stores nothing: the claims on the failures keep the step disabled until they end.
            LOG.warnf(
                    "That the email code is disabled for a user cannot be stored: %s",
                    readOnly.getClass().getName());
            return;
        }
        session.getTransactionManager().enlistAfterCompletion(new WhenCommitted(whenClosed));
    }

    private static String type(Acquaintance acquaintance) {
        return TYPE_PREFIX + (acquaintance == Acquaintance.KNOWN ? "known" : "new") + "-browsers";
    }

    private static final class WhenCommitted extends AbstractKeycloakTransaction {

        private final Runnable work;

        WhenCommitted(Runnable work) {
            this.work = work;
        }

        @Override
        protected void commitImpl() {
            work.run();
        }

        @Override
        protected void rollbackImpl() {
            // Nothing is remembered, so nothing is to be forgotten.
        }
    }
}
