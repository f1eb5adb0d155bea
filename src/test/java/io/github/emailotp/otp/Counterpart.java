package io.github.emailotp.otp;

import io.github.emailotp.otp.CodeVerification.Ports;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The world outside of a verification, in memory: the mailbox, the session, and the cluster's claims. */
final class Counterpart {

    final List<CodeMessage> mailbox = new CopyOnWriteArrayList<>();
    final AtomicInteger comparisons = new AtomicInteger();
    final MovableClock clock;

    private final Map<Purpose, Challenge> challenges = new EnumMap<>(Purpose.class);
    private final Map<String, Long> sendClaims = new HashMap<>();
    private final Set<String> slots = ConcurrentHashMap.newKeySet();
    private final List<String> keyIds = new ArrayList<>(List.of("key-1"));
    private Delivery delivery = new Delivery.HandedOver();
    private Runnable meanwhile = () -> {};

    Counterpart(MovableClock clock) {
        this.clock = clock;
    }

    Ports ports() {
        return new Ports(new NoteStore(), new Keys(), this::deliver, new Quota(clock), new Budget());
    }

    String lastCode() {
        return mailbox.get(mailbox.size() - 1).code().reveal();
    }

    /** What becomes of mails from now on. */
    void answerMails(Delivery next) {
        delivery = next;
    }

    /** Lets something else happen once, while the next mail is on its way to the mail server. */
    void whileMailing(Runnable action) {
        meanwhile = () -> {
            meanwhile = () -> {};
            action.run();
        };
    }

    /** What {@code login-actions/restart} does: the notes go, the claims stay. */
    void startLoginAgain() {
        challenges.clear();
    }

    void rotateKeyOut(String newKeyId) {
        keyIds.clear();
        keyIds.add(newKeyId);
    }

    private Delivery deliver(CodeMessage message) {
        meanwhile.run();
        if (delivery instanceof Delivery.HandedOver) {
            mailbox.add(message);
        }
        return delivery;
    }

    private final class NoteStore implements ChallengeStore {

        @Override
        public Optional<Challenge> load(Purpose purpose) {
            return Optional.ofNullable(challenges.get(purpose));
        }

        @Override
        public void save(Challenge challenge) {
            synchronized (challenges) {
                challenges.put(challenge.binding().purpose(), challenge);
            }
        }

        @Override
        public void clear(Purpose purpose) {
            synchronized (challenges) {
                challenges.remove(purpose);
            }
        }
    }

    /** Counts each look at a remembered code. */
    private final class Keys implements SealingKeys {

        @Override
        public SealingKey active() {
            return key(keyIds.get(0));
        }

        @Override
        public Optional<SealingKey> find(String keyId) {
            comparisons.incrementAndGet();
            return keyIds.contains(keyId) ? Optional.of(key(keyId)) : Optional.empty();
        }

        private SealingKey key(String id) {
            return TestKey.named(id);
        }
    }

    private final class Quota implements SendQuota {

        private final Clock time;

        Quota(Clock time) {
            this.time = time;
        }

        @Override
        public Permit claim(Binding binding, Duration cooldown) {
            long now = time.millis();
            long until = sendClaims.getOrDefault(key(binding), 0L);
            if (until > now) {
                return Permit.after(Duration.ofMillis(until - now));
            }
            sendClaims.put(key(binding), now + cooldown.toMillis());
            return Permit.granted();
        }

        @Override
        public void release(Binding binding) {
            sendClaims.remove(key(binding));
        }

        private static String key(Binding binding) {
            return binding.userId() + binding.sessionId() + binding.purpose();
        }
    }

    private final class Budget implements GuessBudget {

        @Override
        public Claim claim(Challenge challenge, int tries) {
            for (int used = 0; used < tries; used++) {
                if (slots.add(challenge.id() + used)) {
                    return new Claim.Granted(tries - used - 1);
                }
            }
            return new Claim.Exhausted();
        }

        @Override
        public boolean redeem(Challenge challenge) {
            return slots.add(challenge.id() + "redeemed");
        }
    }
}
