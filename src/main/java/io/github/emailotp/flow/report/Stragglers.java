package io.github.emailotp.flow.report;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.storage.Report;
import io.github.emailotp.storage.trusted.TrustedBrowsers;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.common.ClientConnection;
import org.keycloak.common.util.Retry;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Requests that were under way when a report was made, such as one with the right code: what they have left is taken away in transactions of their
 * own, at once and once more. The id of a login that is over is no other's.
 */
final class Stragglers {

    private static final Logger LOG = Logger.getLogger(Stragglers.class);

    /** Seconds that a request may take. */
    private static final int MARGIN = 10;

    private static final String THREADS = "email-otp";
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 20;

    private final KeycloakSessionFactory sessions;
    private final ClientConnection connection;
    private final Executor later;
    private final String realmId;
    private final String ownerId;
    private final Report report;
    private final boolean isForTheAddress;
    private final Clock clock;

    Stragglers(OpenReport report) {
        KeycloakSession session = report.session();
        this.sessions = session.getKeycloakSessionFactory();
        this.connection = session.getContext().getConnection();
        this.later = CompletableFuture.delayedExecutor(
                MARGIN,
                TimeUnit.SECONDS,
                session.getProvider(ExecutorsProvider.class).getExecutor(THREADS));
        this.realmId = report.realm().getId();
        this.ownerId = report.owner().getId();
        this.report = report.report();
        this.isForTheAddress = report.isForTheAddress();
        this.clock = report.clock();
    }

    /** After the commit. */
    void remove() {
        Instant made = clock.instant();
        sweep(made, made);
        later.execute(() -> sweep(made, made.plusSeconds(MARGIN)));
    }

    /**
     * Several times, if another request changes the same.
     *
     * @param ended until when a request may have set a password, or trusted its browser, that has begun before
     */
    private void sweep(Instant made, Instant ended) {
        try {
            Retry.execute(
                    () -> KeycloakModelUtils.runJobInTransaction(sessions, own -> sweep(own, made, ended)),
                    ATTEMPTS,
                    PAUSE_MILLIS);
        } catch (RuntimeException e) {
            LOG.warn("What a login has left that was reported in its moment may be there still", e);
        }
    }

    private void sweep(KeycloakSession own, Instant made, Instant ended) {
        RealmModel realm = own.realms().getRealm(realmId);
        own.getContext().setRealm(realm);
        UserModel owner = own.users().getUserById(realm, ownerId);
        if (owner == null) {
            return;
        }
        new Sessions(own, realm, owner)
                .remove(report.login().id(), other -> isForTheAddress && other.getStarted() <= made.getEpochSecond());
        if (isForTheAddress) {
            EventBuilder event =
                    new EventBuilder(realm, own, connection).user(owner).detail(Details.AUTH_METHOD, MailEvents.METHOD);
            new Gains(own, realm, owner, report).remove(ended, event);
            new Trust(new TrustedBrowsers(own, realm, owner, clock), event).end(trusted -> trusted.removeUntil(ended));
        }
    }
}
