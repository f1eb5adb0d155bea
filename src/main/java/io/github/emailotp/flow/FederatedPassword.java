package io.github.emailotp.flow;

import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.LDAPConstants;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.StorageId;

/**
 * A password that a user federation keeps, and Keycloak cannot take away. Nor can it be told from the one that people have at work, which nobody but
 * them may change: so it is never overwritten. Where LDAP takes whoever registers, anybody may have set it: there its owner is asked for another one,
 * in the login that has shown who they are.
 */
record FederatedPassword(WaysIn ways) {

    private static final Logger LOG = Logger.getLogger(FederatedPassword.class);

    private static final String LDAP = "ldap";
    private static final String WRITABLE = "WRITABLE";
    private static final String STAYS = "user_federation";

    /** Demands another one where somebody else may have set it, and tells that it is there still. */
    void replaceIfDue() {
        if (!isThere()) {
            return;
        }
        Optional<ComponentModel> store = store().filter(FederatedPassword::mayBeOfAnybody);
        store.ifPresent(of -> {
            ways.event()
                    .clone()
                    .event(EventType.REMOVE_CREDENTIAL)
                    .user(ways.owner())
                    .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE)
                    .detail(Details.REASON, STAYS)
                    .error(Errors.NOT_ALLOWED);
            if (!isAskedFor(of)) {
                LOG.warnf(
                        "Whoever has set a password of the user federation \"%s\" before its owner has proven the address can log in with it: set another",
                        of.getName());
            }
        });
    }

    private boolean isThere() {
        SubjectCredentialManager credentials = ways.owner().credentialManager();
        return credentials.isConfiguredFor(PasswordCredentialModel.TYPE)
                && credentials
                        .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                        .findAny()
                        .isEmpty();
    }

    private Optional<ComponentModel> store() {
        String id = ways.owner().getId();
        return Optional.ofNullable(
                        StorageId.isLocalStorage(id) ? ways.owner().getFederationLink() : StorageId.providerId(id))
                .map(ways.realm()::getComponent);
    }

    /** Of what stores do that are not Keycloak's, nothing is known. */
    private static boolean mayBeOfAnybody(ComponentModel store) {
        return switch (store.getProviderId()) {
            case LDAP -> takesRegistrations(store);
            case "kerberos", "sssd" -> false;
            default -> true;
        };
    }

    private static boolean takesRegistrations(ComponentModel ldap) {
        return Boolean.parseBoolean(ldap.get(LDAPConstants.SYNC_REGISTRATIONS))
                && WRITABLE.equals(ldap.get(LDAPConstants.EDIT_MODE));
    }

    private boolean isAskedFor(ComponentModel store) {
        RequiredActionProviderModel action =
                ways.realm().getRequiredActionProviderByAlias(RequiredAction.UPDATE_PASSWORD.name());
        if (!LDAP.equals(store.getProviderId()) || action == null || !action.isEnabled()) {
            return false;
        }
        ways.owner().addRequiredAction(RequiredAction.UPDATE_PASSWORD);
        return true;
    }
}
