package io.github.emailotp.otp;

import io.github.emailotp.otp.CodeVerification.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
    final List<String> redeemed = new ArrayList<>();

    /** The sendings of codes that need not leave any more. */
    final List<String> settled = new ArrayList<>();

    final AtomicInteger comparisons = new AtomicInteger();
    final MovableClock clock;
    final RememberedFailures guesses;

    private final Map<String, Challenge> challenges = new HashMap<>();
    private final Map<String, Setback> setbacks = new ConcurrentHashMap<>();
    private final Map<String, List<String>> debts = new ConcurrentHashMap<>();
    private final Map<String, Instant> mailedAt = new HashMap<>();
    private final Map<String, List<String>> permitsOf = new HashMap<>();
    private final Map<String, String> permitOf = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    /** The claims on mails that never left. */
    final List<String> unsent = new ArrayList<>();

    private final Map<String, Sending> news = new HashMap<>();
    private final List<String> keyIds = new ArrayList<>(List.of("key-1"));
    private Optional<SendQuota.Denied> overQuota = Optional.empty();
    private int permits;
    private boolean claimsWork = true;
    private Delivery delivery = new Delivery.Queued("mail");
    private Runnable meanwhile = () -> {};

    Counterpart(MovableClock clock) {
        this.clock = clock;
        this.guesses = new RememberedFailures(clock, this::requireClaims);
    }

    /** For one authentication session. */
    Ports ports(String session) {
        return new Ports(new NoteStore(session), new Keys(), new Post(), this::sending, new Quota(), guesses);
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

    /** The cluster has forgotten all mails and limits. */
    void forgetMails() {
        overQuota = Optional.empty();
        mailedAt.clear();
        permitsOf.clear();
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
        Sending state = new Sending(stage, clock.instant(), reason);
        news.put(sending, state);
        if (state.isFailed() && !reason.equals("superseded")) {
            refused.add(permitOf.get(sending));
        }
    }

    private Optional<Sending> sending(String id) {
        return Optional.ofNullable(news.get(id));
    }

    private final class Post implements CodeChannel {

        @Override
        public Delivery deliver(CodeMessage message) {
            meanwhile.run();
            if (delivery instanceof Delivery.Queued queued) {
                permitOf.put(queued.sending(), message.permit().claims());
                mailbox.add(message);
            }
            return delivery;
        }

        @Override
        public Delivery pretend(CodeMessage message) {
            return delivery;
        }

        @Override
        public void settle(Binding binding, Collection<SentCode> codes) {
            codes.forEach(code -> settled.add(code.sending()));
        }
    }

    private final class NoteStore implements ChallengeStore {

        private final String session;

        NoteStore(String session) {
            this.session = session;
        }

        @Override
        public Optional<Challenge> load(Purpose purpose) {
            return Optional.ofNullable(challenges.get(session + purpose))
                    .map(challenge -> challenge.owing(debts.getOrDefault(challenge.id(), List.of())));
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
        public List<String> owed(Purpose purpose) {
            return List.of();
        }

        @Override
        public void owe(Purpose purpose, String claims) {
            throw new AssertionError("no claim here is half made");
        }

        @Override
        public void settle(Purpose purpose, Collection<String> claims) {
            throw new AssertionError("nothing is owed here");
        }

        @Override
        public void owe(Challenge challenge, String mark) {
            debts.computeIfAbsent(challenge.id(), id -> new CopyOnWriteArrayList<>())
                    .add(mark);
        }

        @Override
        public void settle(Challenge challenge, Collection<String> marks) {
            debts.getOrDefault(challenge.id(), new ArrayList<>()).removeAll(marks);
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

        private final Map<String, Integer> numbersOf = new HashMap<>();

        @Override
        public Collection<String> unmade(Binding binding, Collection<String> owed) {
            return List.of();
        }

        @Override
        public Permit claim(Binding binding, int numbered, Collection<String> owed, OtpPolicy policy) {
            requireClaims();
            if (overQuota.isPresent()) {
                return overQuota.get();
            }
            Optional<Denied> tooSoon = cooldown(binding, policy);
            if (tooSoon.isPresent()) {
                return tooSoon.get();
            }
            permits++;
            Instant now = clock.instant();
            mailedAt.put(login(binding), now);
            permitsOf
                    .computeIfAbsent(login(binding), login -> new ArrayList<>())
                    .add("permit" + permits);
            int mails = Math.max(1, arrived(binding));
            return new Allowed(
                    "permit" + permits,
                    numbersOf.merge(binding.address(), numbered + 1, (had, next) -> Math.max(had + 1, next)),
                    now.plus(policy.cooldownAfter(mails)),
                    now.plus(policy.cooldownAfter(Math.max(1, mails - 1))));
        }

        @Override
        public Optional<Denied> refusal(Binding binding, OtpPolicy policy) {
            requireClaims();
            return overQuota.or(() -> cooldown(binding, policy));
        }

        private Optional<Denied> cooldown(Binding binding, OtpPolicy policy) {
            Duration wait = Duration.between(
                    clock.instant(),
                    mailedAt.getOrDefault(login(binding), Instant.EPOCH)
                            .plus(policy.cooldownAfter(Math.max(1, arrived(binding)))));
            return Optional.of(new Denied(Limit.COOLDOWN, wait)).filter(denied -> !wait.isNegative() && !wait.isZero());
        }

        private int arrived(Binding binding) {
            return (int) permitsOf.getOrDefault(login(binding), List.of()).stream()
                    .filter(permit -> !refused.contains(permit))
                    .count();
        }

        private static String login(Binding binding) {
            return binding.userId() + binding.sessionId() + binding.purpose();
        }

        @Override
        public void refused(String claims) {
            refused.add(claims);
        }

        @Override
        public void unsent(String claims) {
            unsent.add(claims);
            refused.add(claims);
        }

        @Override
        public boolean isRefused(String claims) {
            requireClaims();
            return refused.contains(claims);
        }

        @Override
        public void redeemed(Collection<String> claims) {
            redeemed.addAll(claims);
        }
    }
}
