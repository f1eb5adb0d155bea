package io.github.emailotp.otp;

import io.github.emailotp.otp.CodeVerification.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The world outside of a verification, in memory: the mailbox, the session, and the cluster's claims. */
final class Counterpart {

    final List<CodeMessage> mailbox = new CopyOnWriteArrayList<>();
    final AtomicInteger comparisons = new AtomicInteger();
    final MovableClock clock;
    final RememberedFailures guesses;

    private final Map<String, Challenge> challenges = new HashMap<>();
    private final Map<String, Setback> setbacks = new ConcurrentHashMap<>();
    private final Map<String, Long> sendClaims = new HashMap<>();
    private final Map<String, Sending> news = new HashMap<>();
    private final Set<String> slots = ConcurrentHashMap.newKeySet();
    private final List<String> keyIds = new ArrayList<>(List.of("key-1"));
    private Optional<SendQuota.Denied> overQuota = Optional.empty();
    private boolean claimsWork = true;
    private Delivery delivery = new Delivery.HandedOver();
    private Runnable meanwhile = () -> {};

    Counterpart(MovableClock clock) {
        this.clock = clock;
        this.guesses = new RememberedFailures(clock, this::requireClaims);
    }

    /** For one authentication session. */
    Ports ports(String session) {
        return new Ports(
                new NoteStore(session), new Keys(), new Post(), this::sending, new Quota(), new Tries(), guesses);
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
        setbacks.clear();
    }

    void rotateKeyOut(String newKeyId) {
        keyIds.clear();
        keyIds.add(newKeyId);
    }

    /** From now on, every claim on a mail is refused for this. */
    void refuseMails(SendQuota.Denied refused) {
        overQuota = Optional.of(refused);
    }

    void breakClaims() {
        claimsWork = false;
    }

    void repairClaims() {
        claimsWork = true;
    }

    private void requireClaims() {
        if (!claimsWork) {
            throw new ClaimsUnavailableException(new IllegalStateException("the cache is gone"));
        }
    }

    /** What has become of a mail in the background. */
    void tellOfMail(String sending, Sending.Stage stage, String reason) {
        news.put(sending, new Sending(stage, clock.instant(), reason));
    }

    private Optional<Sending> sending(String id) {
        return Optional.ofNullable(news.get(id));
    }

    private final class Post implements CodeChannel {

        @Override
        public Delivery deliver(CodeMessage message) {
            meanwhile.run();
            if (delivery instanceof Delivery.HandedOver || delivery instanceof Delivery.Queued) {
                mailbox.add(message);
            }
            return delivery;
        }

        @Override
        public Delivery pretend(CodeMessage message) {
            return delivery;
        }
    }

    private final class NoteStore implements ChallengeStore {

        private final String session;

        NoteStore(String session) {
            this.session = session;
        }

        @Override
        public Optional<Challenge> load(Purpose purpose) {
            return Optional.ofNullable(challenges.get(session + purpose));
        }

        @Override
        public void save(Challenge challenge) {
            synchronized (challenges) {
                challenges.put(session + challenge.binding().purpose(), challenge);
            }
        }

        @Override
        public Optional<Setback> setback(Purpose purpose) {
            return Optional.ofNullable(setbacks.get(session + purpose));
        }

        @Override
        public void note(Purpose purpose, Setback setback) {
            setbacks.put(session + purpose, setback);
        }

        @Override
        public void clear(Purpose purpose) {
            synchronized (challenges) {
                setbacks.remove(session + purpose);
                challenges.remove(session + purpose);
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

        @Override
        public Permit claim(Binding binding, Duration cooldown, MailLimits limits) {
            requireClaims();
            if (overQuota.isPresent()) {
                return overQuota.get();
            }
            long now = clock.millis();
            long until = sendClaims.getOrDefault(key(binding), 0L);
            if (until > now) {
                return new Denied(Limit.COOLDOWN, Duration.ofMillis(until - now));
            }
            sendClaims.put(key(binding), now + cooldown.toMillis());
            return new Allowed(Map.of(key(binding), clock.instant().plus(cooldown)));
        }

        @Override
        public void giveBack(Allowed permit) {
            permit.claims().forEach((key, end) -> {
                if (clock.instant().isBefore(end)) {
                    sendClaims.remove(key);
                }
            });
        }

        private static String key(Binding binding) {
            return binding.userId() + binding.sessionId() + binding.purpose();
        }
    }

    private final class Tries implements ChallengeTries {

        @Override
        public OptionalInt claim(Challenge challenge, int tries) {
            requireClaims();
            for (int used = 0; used < tries; used++) {
                if (slots.add(challenge.id() + used)) {
                    return OptionalInt.of(tries - used - 1);
                }
            }
            return OptionalInt.empty();
        }

        @Override
        public void giveBack(Challenge challenge, int triesLeft, int tries) {
            slots.remove(challenge.id() + (tries - triesLeft - 1));
        }

        @Override
        public boolean redeem(Challenge challenge) {
            return slots.add(challenge.id() + "redeemed");
        }
    }
}
