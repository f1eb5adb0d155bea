package io.github.emailotp.flow;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Errors that are told once their request is over, whatever has become of it, by threads that no answer waits for: {@code EventBuilder.error} stores
 * an error where it stands, in a session and a transaction of its own (26.0.8, 26.7.4), so that an answer without one would come sooner.
 */
final class LateErrors {

    private static final Logger LOG = Logger.getLogger(LateErrors.class);

    private final KeycloakSession session;
    private final Executor threads;

    /** Those of a request. */
    LateErrors(KeycloakSession session, Executor threads) {
        this.session = session;
        this.threads = threads;
    }

    /** Has it told, as it is now. */
    void raise(EventBuilder event, String error) {
        Event told = event.getEvent().clone();
        KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                threads.execute(() -> tell(sessions, told, error));
            }

            @Override
            protected void rollbackImpl() {
                commitImpl();
            }
        });
    }

    private static void tell(KeycloakSessionFactory sessions, Event event, String error) {
        try {
            KeycloakModelUtils.runJobInTransaction(
                    sessions,
                    session -> Optional.ofNullable(session.realms().getRealm(event.getRealmId()))
                            .ifPresent(realm -> again(event, session, realm).error(error)));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "The event of an error (%s) was not told to all event listeners: %s",
                    error, e.getClass().getName());
            LOG.debug("The cause", e);
        }
    }

    /** That of the request belongs to its session, which is closed by then. */
    private static EventBuilder again(Event event, KeycloakSession session, RealmModel realm) {
        session.getContext().setRealm(realm);
        Optional.ofNullable(event.getClientId())
                .map(realm::getClientByClientId)
                .ifPresent(session.getContext()::setClient);
        EventBuilder again = new EventBuilder(realm, session)
                .event(event.getType())
                .client(event.getClientId())
                .user(event.getUserId())
                .session(event.getSessionId())
                .ipAddress(event.getIpAddress());
        Optional.ofNullable(event.getDetails()).orElse(Map.of()).forEach(again::detail);
        return again;
    }
}
