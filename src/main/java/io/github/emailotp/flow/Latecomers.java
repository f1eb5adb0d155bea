package io.github.emailotp.flow;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.common.ClientConnection;
import org.keycloak.common.util.Retry;
import org.keycloak.events.EventBuilder;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Requests that were under way when an address was proven for the first time: what they have left is taken away in transactions of their own, which see
 * what others have committed. At once, and once more for those that took longer: what they leave is older than the proof, since whatever comes
 * later is undone ({@link EarlierLogins}).
 */
final class Latecomers extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(Latecomers.class);

    private static final String THREADS = "email-otp";
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 20;

    private final KeycloakSessionFactory sessions;
    private final String realmId;
    private final String ownerId;
    private final String browser;
    private final String clientId;
    private final String address;
    private final long known;
    private final ClientConnection connection;
    private final Executor later;
    private final Runnable undo;

    /**
     * Those after this request.
     *
     * @param address the one that is proven
     * @param known when that was known to all, in milliseconds
     * @param undo what is done where the proof comes to nothing: what is known to all does not follow the transaction
     */
    Latecomers(WaysIn ways, String address, long known, Runnable undo) {
        KeycloakSession session = ways.session();
        this.sessions = session.getKeycloakSessionFactory();
        this.realmId = ways.realm().getId();
        this.ownerId = ways.owner().getId();
        this.browser = ways.browser();
        this.clientId = ways.event().getEvent().getClientId();
        this.address = address;
        this.known = known;
        this.undo = undo;
        this.connection = session.getContext().getConnection();
        this.later = CompletableFuture.delayedExecutor(
                EarlierLogins.MARGIN,
                TimeUnit.SECONDS,
                session.getProvider(ExecutorsProvider.class).getExecutor(THREADS));
    }

    /** What is stored goes now. */
    void removeStored() {
        sweep(WaysIn::removeStored);
    }

    @Override
    protected void commitImpl() {
        sweep(this::all);
        later.execute(() -> sweep(this::whatIsOlder));
    }

    /** Several times, if another request changes the same. */
    private void sweep(Consumer<WaysIn> broom) {
        try {
            Retry.execute(
                    () -> KeycloakModelUtils.runJobInTransaction(
                            sessions, own -> again(own).ifPresent(broom)),
                    ATTEMPTS,
                    PAUSE_MILLIS);
        } catch (RuntimeException e) {
            LOG.warn("What was set up before a first proof, or in its moment, may be there still", e);
        }
    }

    private Optional<WaysIn> again(KeycloakSession own) {
        RealmModel realm = own.realms().getRealm(realmId);
        own.getContext().setRealm(realm);
        return Optional.ofNullable(own.users().getUserById(realm, ownerId))
                .map(owner -> new WaysIn(
                        own, realm, owner, browser, new EventBuilder(realm, own, connection).client(clientId)));
    }

    void all(WaysIn ways) {
        if (!address.equals(ways.owner().getEmail())) {
            ways.owner().setEmail(address);
        }
        ways.removeStored();
        ways.endSessions(other -> true);
        ways.endOfflineSessions();
    }

    /** Whoever has set something up since has done so after the proof. */
    void whatIsOlder(WaysIn ways) {
        ways.removeCredentials(credential -> isOlder(credential.getCreatedDate()));
        ways.revokeConsents(consent -> isOlder(consent.getCreatedDate()));
        ways.endSessions(other -> other.getStarted() <= TimeUnit.MILLISECONDS.toSeconds(known));
    }

    private boolean isOlder(Long created) {
        return created != null && created <= known;
    }

    @Override
    protected void rollbackImpl() {
        undo.run();
    }
}
