package io.github.emailotp.flow;

import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;

/**
 * That an account's address is its owner's, as Keycloak keeps it with the account. A user federation may keep nothing of the kind: LDAP that imports
 * nobody takes what its mappers write, and nothing else.
 */
public final class VerifiedAddress {

    private static final Logger LOG = Logger.getLogger(VerifiedAddress.class);

    private VerifiedAddress() {}

    /** The right code has shown it: nobody asks for it any more. Where that cannot be kept, the code counts nevertheless. */
    public static void keep(UserModel owner) {
        if (owner.isEmailVerified()) {
            return;
        }
        try {
            owner.setEmailVerified(true);
            owner.removeRequiredAction(RequiredAction.VERIFY_EMAIL);
        } catch (ReadOnlyException e) {
            LOG.debug("That an address is verified cannot be kept", e);
        }
    }

    /**
     * Whether the account's store would keep it: in a transaction that comes to nothing, it is tried. What Keycloak itself stores, it keeps. A store
     * that fails in another way answers nothing: the request fails with it.
     */
    static boolean canBeKept(UserModel owner, KeycloakSession session, RealmModel realm) {
        String id = owner.getId();
        if (StorageId.isLocalStorage(id) && owner.getFederationLink() == null) {
            return true;
        }
        String realmId = realm.getId();
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
                RealmModel its = own.realms().getRealm(realmId);
                own.getContext().setRealm(its);
                Optional.ofNullable(own.users().getUserById(its, id))
                        .ifPresent(stored -> stored.setEmailVerified(true));
                own.getTransactionManager().setRollbackOnly();
                return true;
            });
        } catch (ReadOnlyException e) {
            LOG.debug("That an address is verified could not be kept", e);
            return false;
        }
    }
}
