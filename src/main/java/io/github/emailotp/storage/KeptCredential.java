package io.github.emailotp.storage;

import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/** Stores a credential where that can be done. */
final class KeptCredential {

    private KeptCredential() {}

    /**
     * Answers whether it is stored, and warns if not: a federation may store nothing, and of a user whom Keycloak does not store it keeps no
     * credential.
     *
     * @param what it says of a user, as in "a user is disabled"
     */
    static boolean store(UserModel user, CredentialModel credential, Logger log, String what) {
        return keep(() -> user.credentialManager().createStoredCredential(credential) != null, log, what);
    }

    /**
     * The same of another way to store.
     *
     * @param storing answers whether it is stored
     */
    static boolean keep(BooleanSupplier storing, Logger log, String what) {
        try {
            if (storing.getAsBoolean()) {
                return true;
            }
            log.warnf("That a user %s cannot be stored: Keycloak stores nothing of the user", what);
        } catch (RuntimeException readOnly) {
            log.warnf(
                    "That a user %s cannot be stored: %s",
                    what, readOnly.getClass().getName());
        }
        return false;
    }
}
