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

    /** Where it cannot be stored, the claims on the failures keep the step disabled until they end. */
    @Override
    public void close(Acquaintance acquaintance, int failures, Runnable whenClosed) {
        if (KeptCredential.store(
                user,
                GuessLockCredential.of(acquaintance, failures, clock.instant()),
                LOG,
                "may no longer use the email code")) {
            session.getTransactionManager().enlistAfterCompletion(new WhenCommitted(whenClosed));
        }
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
