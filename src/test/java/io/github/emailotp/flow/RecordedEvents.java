package io.github.emailotp.flow;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.common.Profile;
import org.keycloak.events.Event;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;

/** A realm's events, as their listeners hear them. */
public final class RecordedEvents {

    private final List<String> all = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<KeycloakTransaction> afterRequest = new ArrayList<>();

    public RecordedEvents() {
        Profile.defaults();
    }

    /** Those that were raised: each with its type, its user and its error. */
    public List<String> all() {
        return List.copyOf(all);
    }

    /** The event of a request, not raised yet. */
    public EventBuilder builder() {
        return new EventBuilder(realm(), session());
    }

    /** All of them. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Errors that are told after the request. */
    LateErrors late() {
        return new LateErrors(session(), Runnable::run);
    }

    /** The request is over. */
    void endRequest() {
        afterRequest.forEach(transaction -> {
            transaction.begin();
            transaction.commit();
        });
        afterRequest.clear();
    }

    /** The request has come to nothing. */
    void undoRequest() {
        afterRequest.forEach(transaction -> {
            transaction.begin();
            transaction.rollback();
        });
        afterRequest.clear();
    }

    /** The realm, of which little more is known. */
    static RealmModel realm() {
        return Fake.answering(
                RealmModel.class,
                Map.of(
                        "getId", given -> "realm",
                        "getName", given -> "realm",
                        "getClientByClientId", given -> null,
                        "isEventsEnabled", given -> false,
                        "getEnabledEventTypesStream", given -> Stream.empty(),
                        "getEventsListenersStream", given -> Stream.of("listener")));
    }

    private KeycloakSession session() {
        EventListenerProvider listener =
                Fake.answering(EventListenerProvider.class, Map.of("onEvent", given -> record((Event) given.get(0))));
        KeycloakTransactionManager transaction = Fake.answering(
                KeycloakTransactionManager.class,
                Map.of(
                        "begin", given -> null,
                        "setRollbackOnly", given -> null,
                        "enlistAfterCompletion", given -> afterRequest.add((KeycloakTransaction) given.get(0))));
        RealmProvider realms = Fake.answering(RealmProvider.class, Map.of("getRealm", given -> realm()));
        KeycloakContext context = Fake.answering(
                KeycloakContext.class,
                Map.of("setRealm", given -> null, "getRealm", given -> null, "getClient", given -> null));
        // Errors are told in a session of their own.
        KeycloakSessionFactory sessions =
                Fake.answering(KeycloakSessionFactory.class, Map.of("create", given -> session()));
        return Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "getProvider", given -> listener,
                        "getContext", given -> context,
                        "realms", given -> realms,
                        "getTransactionManager", given -> transaction,
                        "getKeycloakSessionFactory", given -> sessions,
                        "close", given -> null,
                        "getAttribute", given -> null,
                        "setAttribute", given -> null));
    }

    private Object record(Event event) {
        events.add(event);
        return all.add(text(event));
    }

    private static String text(Event event) {
        return event.getType() + " " + event.getUserId() + " " + event.getError();
    }
}
