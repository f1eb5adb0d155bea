package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.server.mail.real.Maildir;
import io.github.emailotp.smtp.InstalledSender;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.keycloak.events.Event;
import org.keycloak.models.KeycloakSession;

/** Mails with codes as a node sends them: outbox, jobs and the pooled sender, with the limits that they have by default. */
final class RealDeliveries implements AutoCloseable {

    /** Of recipients: some servers know so many. */
    private static final AtomicInteger USERS = new AtomicInteger();

    private static final AtomicInteger TABS = new AtomicInteger();

    private final Outbox outbox =
            new Outbox(new OutboxLimits(2_000, 20, 3, Duration.ZERO, Duration.ofSeconds(5)), Clock.systemUTC());
    private final InstalledSender sender;
    private final Duration lifetime;

    RealDeliveries(Optional<KeyStore> truststore, Duration lifetime, Map<String, String> options) {
        this.sender = new InstalledSender(truststore, options);
        this.lifetime = lifetime;
    }

    /** A mail on its way, and what has been told of it. */
    static final class Mail implements Aftermath {

        private final String address;
        private final long begun = System.nanoTime();
        private final Instant expiresAt;
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final AtomicReference<Optional<Sending>> cell = new AtomicReference<>(Optional.empty());
        private volatile Duration taken = Duration.ZERO;
        private volatile Instant leftAt = Instant.EPOCH;

        private Mail(String address, Instant expiresAt) {
            this.address = address;
            this.expiresAt = expiresAt;
        }

        String address() {
            return address;
        }

        /** The first that was told, which may be its end: stage and reason. */
        String first() {
            return await(first);
        }

        /** Its end: stage and reason. */
        String end() {
            return await(end);
        }

        private static String await(CompletableFuture<String> news) {
            return news.orTimeout(10, TimeUnit.MINUTES).join();
        }

        /** How long it took to its end. */
        Duration taken() {
            return taken;
        }

        /** When its code is dead. */
        Instant expiresAt() {
            return expiresAt;
        }

        /** Whether its code was dead when the mail server took it. */
        boolean isLate() {
            return !leftAt.isBefore(expiresAt);
        }

        List<String> told() {
            return told;
        }

        private void handedOver() {
            leftAt = Instant.now();
        }

        @Override
        public void remember(KeycloakSession session, String sending, Sending state, Duration lifespan) {
            cell.set(Optional.of(state));
            tell(state);
        }

        @Override
        public boolean rememberUnlessOver(KeycloakSession session, String sending, Sending state, Duration lifespan) {
            Optional<Sending> there = cell.getAndUpdate(
                    before -> before.filter(end -> !end.isOnItsWay()).or(() -> Optional.of(state)));
            boolean isOver = there.filter(before -> !before.isOnItsWay()).isPresent();
            if (!isOver) {
                tell(state);
            }
            return !isOver;
        }

        private void tell(Sending state) {
            String news = (state.stage() + " " + state.reason()).strip();
            told.add(news);
            if (state.stage() != Sending.Stage.RETRYING) {
                taken = Duration.ofNanos(System.nanoTime() - begun);
                end.complete(news);
            }
            first.complete(news);
        }

        @Override
        public boolean isSettled(KeycloakSession session, String sending) {
            return cell.get().filter(Sending::isFailed).isPresent();
        }

        @Override
        public void refused(KeycloakSession session, Allowed permit) {
            // Nothing is charged here.
        }

        @Override
        public void unsent(KeycloakSession session, Allowed permit) {
            // As above.
        }
    }

    /** An address that no other mail goes to. */
    private static String newAddress() {
        return "user" + USERS.incrementAndGet() + "@example.test";
    }

    /** Puts a mail to a new address into the outbox. */
    Mail put(String realmId, Map<String, String> settings) {
        return put(realmId, settings, newAddress());
    }

    Mail put(String realmId, Map<String, String> settings, String address) {
        return put(realmId, settings, address, lifetime);
    }

    /** The same, with a code that lives so long. */
    Mail put(String realmId, Map<String, String> settings, Duration life) {
        return put(realmId, settings, newAddress(), life);
    }

    private Mail put(String realmId, Map<String, String> settings, String address, Duration life) {
        CodeMessage alices = Messages.toAlice();
        CodeMessage message = new CodeMessage(
                new Binding(realmId, "user", address, Purpose.LOGIN, "tab" + TABS.incrementAndGet()),
                alices.code(),
                1,
                Instant.now(),
                life,
                alices.permit());
        Mail mail = new Mail(address, message.expiresAt());
        RealmOfAlice realm = new RealmOfAlice();
        realm.address = Optional.of(address);
        realm.mailServer = () -> {
            sender.send(settings, address, message.expiresAt());
            mail.handedOver();
        };
        MailOrder order = new MailOrder(
                address,
                message,
                new RenderedMail("Subject", "Text", "<p>HTML</p>"),
                new Recipient.Account("alice"),
                new MailEvents(new Event(), Purpose.LOGIN, 1),
                mail,
                MailOrder.Intent.SEND);
        realm.smtp = () -> settings;
        Owner owner = new Owner(realmId, settings.get("host") + ":" + settings.get("port"));
        outbox.reserve(owner).orElseThrow().use(new MailJob(realm.sessions(), order, owner, Clock.systemUTC()));
        return mail;
    }

    List<Mail> put(int count, String realmId, Map<String, String> settings) {
        return Stream.generate(() -> put(realmId, settings)).limit(count).toList();
    }

    /** All of them are handed over while their codes are alive, and arrive once. */
    static void requireOnce(List<Mail> mails, Maildir arrived) {
        assertThat(mails).extracting(Mail::end).containsOnly("HANDED_OVER");
        assertThat(mails).noneMatch(Mail::isLate);
        List<String> addresses = mails.stream().map(Mail::address).toList();
        awaitArrived(arrived, addresses);
        assertThat(arrived.recipients().stream().filter(addresses::contains)).doesNotHaveDuplicates();
    }

    static void awaitArrived(Maildir arrived, List<String> addresses) {
        long begun = System.nanoTime();
        while (!arrived.recipients().containsAll(addresses)) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("arrived: %s", arrived.recipients())
                    .isLessThan(Duration.ofSeconds(60));
            LimitedMailServers.pause(Duration.ofMillis(200));
        }
    }

    /** How long they took, for whoever looks at it. */
    static void print(String what, List<Mail> mails) {
        System.out.printf("%s: %d mails, worst wait %.1f s%n", what, mails.size(), worst(mails));
    }

    /** The same beside what the limit itself needs. */
    static void print(String what, List<Mail> mails, Duration needed) {
        System.out.printf(
                "%s: %d mails, worst wait %.1f s, %.2f of what the limit needs%n",
                what, mails.size(), worst(mails), worst(mails) * 1_000 / needed.toMillis());
    }

    private static double worst(List<Mail> mails) {
        return mails.stream().mapToLong(mail -> mail.taken().toMillis()).max().orElse(0) / 1_000.0;
    }

    /** How many connections there were. */
    long opened() {
        return sender.opened();
    }

    @Override
    public void close() {
        outbox.close();
        sender.close();
    }
}
