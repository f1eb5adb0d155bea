package io.github.emailotp.flow;

import io.github.emailotp.storage.CredentialGuessLock;
import java.util.List;
import java.util.function.Predicate;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserConsentModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * All that lets anybody into an account: passwords and all other credentials, linked accounts at providers, an address that waits to be the next,
 * consents, by which an application gets tokens of whoever follows a link to it, and sessions.
 *
 * @param browser the id of the one user session that is left
 * @param event the request's; it is only read
 */
record WaysIn(KeycloakSession session, RealmModel realm, UserModel owner, String browser, EventBuilder event) {

    /** Keycloak's {@code UserModel.EMAIL_PENDING}, which 26.0 lacks: another address, whose link is good as long as this is there. */
    private static final String PENDING_ADDRESS = "kc.email.pending";

    /** Those of the account of which a code was asked. */
    static WaysIn of(Occasion occasion) {
        return new WaysIn(
                occasion.session(),
                occasion.realm(),
                occasion.user(),
                occasion.login().getParentSession().getId(),
                occasion.event());
    }

    /** Whether there are none beside sessions. */
    boolean areNone() {
        return credentials().isEmpty() && links().isEmpty();
    }

    /**
     * Ends sessions, and tokens: those who have them were perhaps somebody else. Keycloak puts each logout in the place of this login, which would be
     * asked for no consent then.
     */
    void endSessions() {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        sessions().forEach(other -> AuthenticationManager.backchannelLogout(session, other, true));
        session.getContext().setAuthenticationSession(login);
        endOfflineSessions();
    }

    /** The same of some, where there is no request. */
    void endSessions(Predicate<UserSessionModel> which) {
        sessions().stream().filter(which).forEach(other -> session.sessions().removeUserSession(realm, other));
    }

    void endOfflineSessions() {
        session.sessions()
                .getOfflineUserSessionsStream(realm, owner)
                .toList()
                .forEach(other -> session.sessions().removeOfflineUserSession(realm, other));
    }

    /** Removes what is stored with the account. */
    void removeStored() {
        owner.removeAttribute(PENDING_ADDRESS);
        removeCredentials(credential -> true);
        links().forEach(link -> {
            session.users().removeFederatedIdentity(realm, owner, link.getIdentityProvider());
            tell(EventType.REMOVE_FEDERATED_IDENTITY, Details.IDENTITY_PROVIDER, link.getIdentityProvider());
        });
        revokeConsents(consent -> true);
    }

    void removeCredentials(Predicate<CredentialModel> which) {
        credentials().stream().filter(which).forEach(credential -> {
            owner.credentialManager().removeStoredCredentialById(credential.getId());
            tell(EventType.REMOVE_CREDENTIAL, Details.CREDENTIAL_TYPE, credential.getType());
        });
    }

    void revokeConsents(Predicate<UserConsentModel> which) {
        session.users()
                .getConsentsStream(realm, owner.getId())
                .filter(which)
                .map(UserConsentModel::getClient)
                .toList()
                .forEach(client -> {
                    session.users().revokeConsentForClient(realm, owner.getId(), client.getId());
                    tell(EventType.REVOKE_GRANT, Details.REVOKED_CLIENT, client.getClientId());
                });
    }

    void tell(EventType type, String detail, String value) {
        event.clone().event(type).user(owner).detail(detail, value).success();
    }

    private List<CredentialModel> credentials() {
        return owner.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> !CredentialGuessLock.isOne(credential))
                .toList();
    }

    private List<FederatedIdentityModel> links() {
        return session.users().getFederatedIdentitiesStream(realm, owner).toList();
    }

    private List<UserSessionModel> sessions() {
        return session.sessions()
                .getUserSessionsStream(realm, owner)
                .filter(other -> !other.getId().equals(browser))
                .toList();
    }
}
