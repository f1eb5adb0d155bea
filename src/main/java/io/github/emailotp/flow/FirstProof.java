package io.github.emailotp.flow;

import io.github.emailotp.flow.Addressee.Account;
import io.github.emailotp.storage.CredentialGuessLock;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * The first time that somebody proves an account's address to be theirs. Before, anybody may have made the account, to be in it when its
 * owner comes: so all that lets anybody in goes. What the owner has set up themselves, without ever having proven the address, goes with it;
 * the mail says so.
 */
public final class FirstProof {

    private final Occasion occasion;
    private final KeycloakSession session;
    /** Keycloak's {@code UserModel.EMAIL_PENDING}, which 26.0 lacks: another address, whose link is good as long as this is there. */
    private static final String PENDING_ADDRESS = "kc.email.pending";

    private final RealmModel realm;
    private final UserModel owner;

    private FirstProof(Occasion occasion) {
        this.occasion = occasion;
        this.session = occasion.session();
        this.realm = occasion.realm();
        this.owner = occasion.user();
    }

    /** Whether the right code is the first proof. */
    public static boolean isDue(Occasion occasion) {
        return occasion.purpose().needsOnlyAName()
                && occasion.addressee() instanceof Account account
                && !account.user().isEmailVerified();
    }

    /** Whether it is, and there is something that goes. */
    static boolean takesSomethingAway(Occasion occasion) {
        if (!isDue(occasion)) {
            return false;
        }
        FirstProof proof = new FirstProof(occasion);
        return !proof.credentials().isEmpty() || !proof.links().isEmpty();
    }

    /** Takes it away: passwords and all other credentials, linked accounts at providers, and sessions, but for the one of this browser. */
    public static void make(Occasion occasion) {
        FirstProof proof = new FirstProof(occasion);
        proof.removeCredentials();
        proof.removeLinks();
        proof.owner.removeAttribute(PENDING_ADDRESS);
        proof.endSessions();
        proof.tell(EventType.VERIFY_EMAIL, Details.REASON, "first_proof");
    }

    private List<CredentialModel> credentials() {
        return owner.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> !CredentialGuessLock.isOne(credential))
                .toList();
    }

    private void removeCredentials() {
        credentials().forEach(credential -> {
            owner.credentialManager().removeStoredCredentialById(credential.getId());
            tell(EventType.REMOVE_CREDENTIAL, Details.CREDENTIAL_TYPE, credential.getType());
        });
    }

    private List<FederatedIdentityModel> links() {
        return session.users().getFederatedIdentitiesStream(realm, owner).toList();
    }

    private void removeLinks() {
        links().forEach(link -> {
            session.users().removeFederatedIdentity(realm, owner, link.getIdentityProvider());
            tell(EventType.REMOVE_FEDERATED_IDENTITY, Details.IDENTITY_PROVIDER, link.getIdentityProvider());
        });
    }

    /** Tokens and known browsers of before, too: those who have them were perhaps somebody else. */
    private void endSessions() {
        String own = occasion.login().getParentSession().getId();
        session.users().setNotBeforeForUser(realm, owner, Time.currentTime());
        session.sessions()
                .getUserSessionsStream(realm, owner)
                .filter(other -> !other.getId().equals(own))
                .toList()
                .forEach(other -> AuthenticationManager.backchannelLogout(session, other, true));
        session.sessions()
                .getOfflineUserSessionsStream(realm, owner)
                .toList()
                .forEach(other -> session.sessions().removeOfflineUserSession(realm, other));
    }

    private void tell(EventType type, String detail, String value) {
        occasion.event().clone().event(type).user(owner).detail(detail, value).success();
    }
}
