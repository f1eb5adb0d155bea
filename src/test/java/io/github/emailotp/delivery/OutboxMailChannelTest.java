package io.github.emailotp.delivery;

import static io.github.emailotp.Fake.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.MailRequest.Subject;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Delivery;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.common.Profile;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.email.EmailTemplateProviderFactory;
import org.keycloak.events.Event;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;

@DisplayName("A mail that a request asks for")
class OutboxMailChannelTest extends OutboxWithAMailServer {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<KeycloakTransaction> afterTheRequest = new ArrayList<>();
    private final CodeMessage message = Messages.toAlice();
    private String text = message.code().reveal();

    @BeforeEach
    void watch() {
        // Keycloak asks it whether an account is stored.
        Profile.defaults();
        Metrics.addRegistry(registry);
        outbox = outbox(1, 1, Duration.ZERO);
    }

    @AfterEach
    void forget() {
        Metrics.removeRegistry(registry);
        Metrics.globalRegistry.clear();
    }

    private double count(String name) {
        return Metrics.counter("keycloak.email.otp." + name).count();
    }

    private Delivery deliver() {
        return channel(Duration.ZERO).deliver(message);
    }

    private OutboxMailChannel channel(Duration wait) {
        MailContext context = new MailContext(
                "Shop", "", "", "", "", "", "login.example.test", "", "", Locale.ENGLISH, ZoneOffset.UTC);
        UserModel alice = answering(
                UserModel.class,
                Map.of(
                        "getId", given -> "alice",
                        "getEmail", given -> "alice@example.test",
                        "getUsername", given -> "alice"));
        return new OutboxMailChannel(
                session(),
                new MailRequest(alice, new Recipient.Account("alice"), Subject.NAME, () -> context, new Event()),
                wait,
                new RememberedAftermath(),
                Clock.systemUTC());
    }

    private KeycloakSession session() {
        RealmModel realm = answering(
                RealmModel.class,
                Map.of(
                        "getId", given -> "realm",
                        "getName", given -> "shop",
                        "getDisplayName", given -> "Shop",
                        "getSmtpConfig", given -> Map.of("host", "mail.example.test")));
        KeycloakContext context = answering(
                KeycloakContext.class, Map.of("getRealm", given -> realm, "resolveLocale", given -> Locale.ENGLISH));
        KeycloakTransactionManager transaction = answering(
                KeycloakTransactionManager.class,
                Map.of("enlistAfterCompletion", given -> afterTheRequest.add((KeycloakTransaction) given.get(0))));
        OutboxProvider provider = answering(OutboxProvider.class, Map.of("outbox", given -> outbox));
        return answering(
                KeycloakSession.class,
                Map.of(
                        "getContext", given -> context,
                        "getProvider", given -> provider,
                        "getTransactionManager", given -> transaction,
                        "users", given -> users(),
                        "getKeycloakSessionFactory", given -> factory()));
    }

    private static UserProvider users() {
        UserModel alice = answering(
                UserModel.class, Map.of("getEmail", given -> "alice@example.test", "isEnabled", given -> true));
        return answering(UserProvider.class, Map.of("getUserById", given -> alice));
    }

    private KeycloakSessionFactory factory() {
        EmailTemplateProviderFactory templates = answering(
                EmailTemplateProviderFactory.class,
                Map.of("create", given -> templates((KeycloakSession) given.get(0))));
        return answering(KeycloakSessionFactory.class, Map.of("getProviderFactory", type -> templates));
    }

    private EmailTemplateProvider templates(KeycloakSession session) {
        return answering(
                EmailTemplateProvider.class,
                Map.of(
                        "setRealm", given -> templates(session),
                        "setUser", given -> templates(session),
                        "send", given -> send(session.getProvider(EmailSenderProvider.class)),
                        "close", given -> null));
    }

    private Object send(EmailSenderProvider sender) {
        try {
            sender.send(Map.of(), "alice@example.test", "Subject", text, text);
            return null;
        } catch (EmailException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isInTheOutboxOnceTheRequestHasCommitted() {
        assertThat(deliver()).isInstanceOf(Delivery.Queued.class);
        assertThat(afterTheRequest).hasSize(1);
        assertThat(outbox.size()).as("its place").isEqualTo(1);
        afterTheRequest.get(0).begin();
        afterTheRequest.get(0).rollback();
        assertThat(outbox.size()).isZero();
    }

    @Test
    void isWaitedForByAsManyAnswersAsTheOutboxAllows() {
        outbox = outbox(100, 1, Duration.ZERO);
        for (int waiters = 0; waiters < 2; waiters++) {
            assertThat(isWaitedFor(Duration.ofSeconds(1))).isTrue();
        }
        assertThat(isWaitedFor(Duration.ofSeconds(1))).isFalse();
        afterTheRequest.get(0).begin();
        afterTheRequest.get(0).rollback();
        assertThat(isWaitedFor(Duration.ZERO)).isFalse();
        assertThat(isWaitedFor(Duration.ofSeconds(1))).isTrue();
    }

    private boolean isWaitedFor(Duration wait) {
        OutboxMailChannel channel = channel(wait);
        assertThat(channel.holdsAnswer()).as("before there is a mail").isFalse();
        assertThat(channel.deliver(message)).isInstanceOf(Delivery.Queued.class);
        return channel.holdsAnswer();
    }

    @Test
    void isCountedIfTheOutboxIsFull() {
        double before = count("outbox.full");
        assertThat(deliver()).isInstanceOf(Delivery.Queued.class);
        assertThat(count("outbox.full")).isEqualTo(before);
        assertThat(deliver()).isEqualTo(new Delivery.Unsent("outbox_full"));
        assertThat(count("outbox.full")).isEqualTo(before + 1);
    }

    @Test
    void isCountedIfItCannotBeRendered() {
        text = "";
        double before = count("mails.unrendered");
        assertThat(deliver()).isEqualTo(new Delivery.Unsent("rendering"));
        assertThat(count("mails.unrendered")).isEqualTo(before + 1);
        assertThat(outbox.size()).isZero();
    }
}
