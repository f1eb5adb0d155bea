package io.github.emailotp.flow;

import io.github.emailotp.flow.Addressee.Account;
import io.github.emailotp.storage.CredentialGuessLock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.keycloak.common.ClientConnection;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The first time that somebody proves an account's address to be theirs. Before, anybody may have made the account, to be in it when its
 * owner comes: so all that lets anybody in goes. What the owner has set up themselves, without ever having proven the address, goes with it;
 * the mail says so.
 */
public final class FirstProof {

    private static final String THREADS = "email-otp";

    private static final Logger LOG = Logger.getLogger(FirstProof.class);

    /** Keycloak's {@code UserModel.EMAIL_PENDING}, which 26.0 lacks: another address, whose link is good as long as this is there. */
    private static final String PENDING_ADDRESS = "kc.email.pending";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel owner;
    /** The one that is proven. */
    private final String address;

    /** Of its user sessions, that one stays. */
    private final String browser;

    private final EventBuilder event;

    private FirstProof(
            KeycloakSession session,
            RealmModel realm,
            UserModel owner,
            String address,
            String browser,
            EventBuilder event) {
        this.session = session;
        this.realm = realm;
        this.owner = owner;
        this.address = address;
        this.browser = browser;
        this.event = event;
    }

    private static FirstProof of(Occasion occasion) {
        String browser = occasion.login().getParentSession().getId();
        UserModel owner = occasion.user();
        return new FirstProof(occasion.session(), occasion.realm(), owner, owner.getEmail(), browser, occasion.event());
    }

    /** Whether the right code is the first proof. */
    static boolean isDue(Occasion occasion) {
        return occasion.purpose().needsOnlyAName()
                && occasion.addressee() instanceof Account account
                && !account.user().isEmailVerified();
    }

    /** Whether it is, and there is something that goes. */
    static boolean takesSomethingAway(Occasion occasion) {
        if (!isDue(occasion)) {
            return false;
        }
        FirstProof proof = of(occasion);
        return !proof.credentials().isEmpty() || !proof.links().isEmpty();
    }

    /** Somebody has entered the right code, and shown nothing else. */
    public static void makeIfDue(Occasion occasion) {
        if (isDue(occasion)) {
            make(occasion);
        } else if (occasion.addressee() instanceof Account account) {
            EarlierLogins.areOwners(occasion.login(), account.user(), occasion.session());
        }
    }

    /**
     * Takes it away: passwords and all other credentials, linked accounts at providers, and sessions and logins that have not ended, but for
     * those of this browser. Once more after the commit: a request that was under way may have put something in their place.
     */
    static void make(Occasion occasion) {
        FirstProof proof = of(occasion);
        // First: whatever is done by other logins from now on is undone.
        EarlierLogins.areAllBut(occasion.login(), proof.owner, proof.session);
        long known = Time.currentTimeMillis();
        proof.session.users().setNotBeforeForUser(proof.realm, proof.owner, Time.currentTime());
        proof.owner.removeAttribute(PENDING_ADDRESS);
        proof.removeCredentials(credential -> true);
        proof.removeLinks();
        proof.logOut();
        proof.tell(EventType.VERIFY_EMAIL, Details.REASON, "first_proof");
        proof.session.getTransactionManager().enlistAfterCompletion(new OnceMore(proof, known));
    }

    private List<CredentialModel> credentials() {
        return owner.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> !CredentialGuessLock.isOne(credential))
                .toList();
    }

    private void removeCredentials(Predicate<CredentialModel> which) {
        credentials().stream().filter(which).forEach(credential -> {
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

    /** Keycloak puts the logout in the place of the login. */
    private void logOut() {
        KeycloakContext context = session.getContext();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        ClientModel client = context.getClient();
        endSessions(other -> AuthenticationManager.backchannelLogout(session, other, true));
        context.setAuthenticationSession(login);
        context.setClient(client);
    }

    /** Tokens and known browsers of before, too: those who have them were perhaps somebody else. */
    private void endSessions(Consumer<UserSessionModel> end) {
        session.sessions()
                .getUserSessionsStream(realm, owner)
                .filter(other -> !other.getId().equals(browser))
                .toList()
                .forEach(end);
        session.sessions()
                .getOfflineUserSessionsStream(realm, owner)
                .toList()
                .forEach(other -> session.sessions().removeOfflineUserSession(realm, other));
    }

    private void tell(EventType type, String detail, String value) {
        event.clone().event(type).user(owner).detail(detail, value).success();
    }

    /**
     * In transactions of their own, which see what others have committed: at once, and once more for requests that took longer. What they leave is
     * older than the proof, since whatever comes later is undone.
     */
    private static final class OnceMore extends AbstractKeycloakTransaction {

        /** Longer than a request takes. */
        private static final Duration LATER = Duration.ofSeconds(10);

        private final FirstProof proof;
        /** When it was known to all, in milliseconds. */
        private final long known;

        private final ClientConnection connection;
        private final Executor later;

        OnceMore(FirstProof proof, long known) {
            this.proof = proof;
            this.known = known;
            this.connection = proof.session.getContext().getConnection();
            this.later = CompletableFuture.delayedExecutor(
                    LATER.toSeconds(),
                    TimeUnit.SECONDS,
                    proof.session.getProvider(ExecutorsProvider.class).getExecutor(THREADS));
        }

        @Override
        protected void commitImpl() {
            inATransaction(this::all);
            later.execute(() -> inATransaction(this::whatIsOlder));
        }

        private void inATransaction(Consumer<FirstProof> sweep) {
            try {
                KeycloakModelUtils.runJobInTransaction(
                        proof.session.getKeycloakSessionFactory(),
                        own -> again(own).ifPresent(sweep));
            } catch (RuntimeException e) {
                LOG.warn("What was set up in the moment of a first proof may be there still", e);
            }
        }

        private Optional<FirstProof> again(KeycloakSession own) {
            RealmModel realm = own.realms().getRealm(proof.realm.getId());
            own.getContext().setRealm(realm);
            return Optional.ofNullable(own.users().getUserById(realm, proof.owner.getId()))
                    .map(owner -> new FirstProof(
                            own, realm, owner, proof.address, proof.browser, new EventBuilder(realm, own, connection)));
        }

        private void all(FirstProof again) {
            again.owner.removeAttribute(PENDING_ADDRESS);
            if (!proof.address.equals(again.owner.getEmail())) {
                again.owner.setEmail(proof.address);
            }
            again.removeCredentials(credential -> true);
            again.removeLinks();
            again.endSessions(other -> again.session.sessions().removeUserSession(again.realm, other));
        }

        private void whatIsOlder(FirstProof again) {
            again.removeCredentials(
                    credential -> credential.getCreatedDate() != null && credential.getCreatedDate() <= known);
            again.session
                    .sessions()
                    .getUserSessionsStream(again.realm, again.owner)
                    .filter(other -> !other.getId().equals(again.browser)
                            && other.getStarted() <= TimeUnit.MILLISECONDS.toSeconds(known))
                    .toList()
                    .forEach(other -> again.session.sessions().removeUserSession(again.realm, other));
        }

        @Override
        protected void rollbackImpl() {
            // There was no proof.
        }
    }
}
