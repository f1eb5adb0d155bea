package io.github.emailotp.delivery;

import static io.github.emailotp.Fake.answering;

import io.github.emailotp.smtp.SendTerms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.keycloak.email.DefaultEmailSenderProviderFactory;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;

/**
 * As much of Keycloak as a mail needs once its request is over: sessions, a realm with one account, a sender, and a listener
 * of events. Whatever else is asked fails.
 */
final class RealmOfAlice {

    /** What becomes of a mail that the sender is given. */
    @FunctionalInterface
    interface MailServer {
        void take() throws EmailException;
    }

    /**
     * A mail as the sender is given it.
     *
     * @param realm the realm that its session is about
     * @param deadline until when it may be handed over
     */
    record GivenMail(String realm, String address, String subject, Object deadline) {}

    final List<GivenMail> mails = new CopyOnWriteArrayList<>();

    /** The settings that the sender was given with each. */
    final List<Map<String, String>> settings = new CopyOnWriteArrayList<>();

    /** The error of each event, if it is one, and the reason, if it has one. */
    final List<String> events = new CopyOnWriteArrayList<>();

    /** How many transactions have begun and not ended. */
    final AtomicInteger transactions = new AtomicInteger();

    /** Counts those that have begun. */
    AtomicInteger begun = new AtomicInteger();

    boolean isThere = true;

    /** Without one, there is no account. */
    Optional<String> address = Optional.of("alice@example.test");

    boolean enabled = true;

    /** What Keycloak gives out for the account. */
    UnaryOperator<UserModel> store = user -> user;

    /** The id of the store that it was imported from. */
    Optional<String> federation = Optional.empty();

    Supplier<Map<String, String>> smtp = () -> Map.of("host", "mail.example.test", "port", "25");
    MailServer mailServer = () -> {};

    /** Whether an administrator has installed the sender, which then is given the account. */
    boolean hasForeignSender;

    /** The end of each transaction. */
    Runnable commit = () -> {};

    KeycloakSessionFactory sessions() {
        return answering(
                KeycloakSessionFactory.class,
                Map.of(
                        "create", given -> session(),
                        "getProviderFactory",
                                given -> hasForeignSender ? new Foreign() : new DefaultEmailSenderProviderFactory()));
    }

    private static final class Foreign extends DefaultEmailSenderProviderFactory {}

    private KeycloakSession session() {
        Map<Object, Object> attributes = new HashMap<>();
        AtomicBoolean isInTransaction = new AtomicBoolean();
        KeycloakContext context = context();
        Map<Object, Object> providers = Map.of(
                EmailSenderProvider.class, new Sender(context, attributes), EventListenerProvider.class, listener());
        return answering(
                KeycloakSession.class,
                Map.of(
                        "getAttribute", given -> attributes.get(given.get(0)),
                        "setAttribute", given -> attributes.put(given.get(0), given.get(1)),
                        "getTransactionManager", given -> transaction(isInTransaction),
                        "getContext", given -> context,
                        "getKeycloakSessionFactory", given -> sessions(),
                        "realms", given -> realms(),
                        "users", given -> users(),
                        "getProvider", given -> providers.get(given.get(0)),
                        "close", given -> close(isInTransaction)));
    }

    private Object close(AtomicBoolean isInTransaction) {
        transactions.addAndGet(isInTransaction.get() ? -1 : 0);
        commit.run();
        return null;
    }

    private static KeycloakContext context() {
        AtomicReference<Object> realm = new AtomicReference<>();
        return answering(
                KeycloakContext.class,
                Map.of(
                        "setRealm", given -> realm.getAndSet(given.get(0)),
                        "getRealm", given -> realm.get(),
                        "getClient", given -> null));
    }

    private KeycloakTransactionManager transaction(AtomicBoolean isInTransaction) {
        return answering(
                KeycloakTransactionManager.class,
                Map.of("begin", given -> begin(isInTransaction), "setRollbackOnly", given -> null));
    }

    private Object begin(AtomicBoolean isInTransaction) {
        isInTransaction.set(true);
        begun.incrementAndGet();
        transactions.incrementAndGet();
        return null;
    }

    private RealmProvider realms() {
        RealmModel realm = answering(
                RealmModel.class,
                Map.of(
                        "getId", given -> "realm",
                        "getName", given -> "realm",
                        "getSmtpConfig", given -> smtp.get(),
                        "isEventsEnabled", given -> false,
                        "getEventsListenersStream", given -> Stream.of("listener"),
                        "getEnabledEventTypesStream", given -> Stream.empty()));
        return answering(RealmProvider.class, Map.of("getRealm", given -> isThere ? realm : null));
    }

    private UserProvider users() {
        UserModel alice = answering(
                UserModel.class,
                Map.of(
                        "getEmail",
                        given -> address.get(),
                        "isEnabled",
                        given -> enabled,
                        "getFederationLink",
                        given -> federation.orElse(null)));
        return answering(
                UserProvider.class, Map.of("getUserById", given -> address.isPresent() ? store.apply(alice) : null));
    }

    private EventListenerProvider listener() {
        return answering(
                EventListenerProvider.class, Map.of("onEvent", given -> events.add(text((Event) given.get(0)))));
    }

    private static String text(Event event) {
        String reason = event.getDetails().getOrDefault(Details.REASON, "");
        String error = Optional.ofNullable(event.getError()).orElse("success");
        return (error + " " + reason).strip();
    }

    private final class Sender implements EmailSenderProvider {

        private final KeycloakContext context;
        private final Map<Object, Object> attributes;

        Sender(KeycloakContext context, Map<Object, Object> attributes) {
            this.context = context;
            this.attributes = attributes;
        }

        @Override
        public void send(Map<String, String> config, String to, String subject, String text, String html)
                throws EmailException {
            settings.add(config);
            mails.add(
                    new GivenMail(context.getRealm().getId(), to, subject, attributes.get(SendTerms.class.getName())));
            mailServer.take();
        }

        @Override
        public void close() {}
    }
}
