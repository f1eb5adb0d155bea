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
 * DefaultUserProfile}).
 */
public final class CredentialGuessLock implements GuessLock {

    private static final Logger LOG = Logger.getLogger(CredentialGuessLock.class);

    private final KeycloakSession session;
    private final UserModel user;
    private final Clock clock;

    public CredentialGuessLock(KeycloakSession session, UserModel user, Clock clock) {
        this.session = session;
        this.user = user;
        this.clock = clock;
    }

    /** Whether this is a lock, and so nobody's way to log in. */
    public static boolean isOne(CredentialModel credential) {
        return GuessLockCredential.TYPE.equals(credential.getType());
    }

    @Override
    public boolean isClosed(Acquaintance acquaintance) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(GuessLockCredential.TYPE)
                .anyMatch(lock -> GuessLockCredential.isFor(acquaintance, lock));
    }

    @Override
    public void close(Acquaintance acquaintance, int failures, Runnable whenClosed) {
        if (store(GuessLockCredential.of(acquaintance, failures, clock.instant()))) {
            session.getTransactionManager().enlistAfterCompletion(new WhenCommitted(whenClosed));
        }
    }

    /**
     * Answers whether it could be stored. A federation may store nothing, and of a user whom Keycloak does not store it keeps
     * no credential: there the claims on the failures keep the step disabled until they end.
     */
    private boolean store(CredentialModel lock) {
        try {
            if (user.credentialManager().createStoredCredential(lock) != null) {
                return true;
            }
            LOG.warn(
                    "That the email code is disabled for a user cannot be stored: Keycloak stores nothing of the user");
        } catch (RuntimeException readOnly) {
            LOG.warnf(
                    "That the email code is disabled for a user cannot be stored: %s",
                    readOnly.getClass().getName());
        }
        return false;
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
