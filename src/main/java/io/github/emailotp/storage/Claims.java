package io.github.emailotp.storage;

import io.github.emailotp.otp.ClaimsUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;

/**
 * Records that requests of all nodes change at the same time, each change made on what the one before has left. Every text that
 * is written begins with a mark of its own, so that no two are alike: Infinispan repeats changes when nodes come and go, and
 * takes an equal text for its own.
 *
 * <p>Serves one request, in one thread. A claim that cannot be made is an error, not a yes: all methods throw {@link
 * ClaimsUnavailableException} when the cells fail.
 */
public final class Claims {

    private static final Logger LOG = Logger.getLogger(Claims.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MARK_BYTES = 6;
    private static final int MARK_LENGTH = 8;

    /** More than it takes where all threads of some nodes get in each other's way. */
    private static final int MOST_ATTEMPTS = 200;

    /** A change that is refused though nothing else has changed is refused by the cache: it is not believed at once. */
    private static final int MOST_REFUSALS = 8;

    /** How long a record with nothing in it is kept: it may still have to show that it was changed. */
    static final Duration EMPTY_KEPT = Duration.ofMinutes(1);

    private static final long SHORTEST_PAUSE_NANOS = 250_000;
    private static final int MOST_DOUBLINGS = 7;

    private final Cells cells;
    private final ClaimNames names;
    private final Map<String, Optional<String>> seen = new HashMap<>();

    /** The claims that the requests of all nodes share. */
    public static Claims of(KeycloakSession session) {
        return new Claims(session.getProvider(Cells.class), ClaimNames.of(session));
    }

    public Claims(Cells cells, ClaimNames names) {
        this.cells = cells;
        this.names = names;
    }

    /** What a claim of this kind is called in a realm. */
    String name(String kind, String realmId, String... about) {
        return names.of(kind, realmId, about);
    }

    /** Eight characters that nobody else has. */
    public static String mark() {
        byte[] mark = new byte[MARK_BYTES];
        RANDOM.nextBytes(mark);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mark);
    }

    /** What becomes of a record, and the answer to whoever asked. */
    sealed interface Step<T> {

        T answer();

        /** It stays as it is. */
        record Keep<T>(T answer) implements Step<T> {}

        /** It is written. */
        record Write<T>(T answer, String record, Duration lifespan) implements Step<T> {}
    }

    /** Decides on a record; asked anew whenever another request was faster. */
    interface Change<T> {

        /**
         * The step to take.
         *
         * @param record empty if there is none
         */
        Step<T> on(Optional<String> record);
    }

    /** The record of this name, as this request has seen it last. */
    Optional<String> read(String name) {
        return seen.containsKey(name) ? seen.get(name).map(Claims::record) : readAnew(name);
    }

    Optional<String> readAnew(String name) {
        asked(() -> {
            see(name, cells.read(name));
            return true;
        });
        return seen.get(name).map(Claims::record);
    }

    /** What has been there a moment ago, and does not end in one, is not gone: the cache says so because it fails. */
    private void see(String name, Optional<String> now) {
        if (now.isEmpty() && seen.getOrDefault(name, now).isPresent()) {
            throw new IllegalStateException("a record is gone before its end");
        }
        seen.put(name, now);
    }

    /**
     * Changes a record. What was seen of it before is good enough to begin with, since a change on top of something else is
     * refused; that nothing is to be done is believed only of what is there now.
     */
    <T> T change(String name, Change<T> change) {
        boolean fresh = false;
        int refusals = 0;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && refusals < MOST_REFUSALS; attempt++) {
            int lost = attempt;
            Optional<String> current = seen.getOrDefault(name, Optional.empty());
            Step<T> step = change.on(current.map(Claims::record));
            if (step instanceof Step.Write<T> write) {
                if (asked(() -> written(name, current, write, lost))) {
                    return step.answer();
                }
                refusals = seen.get(name).equals(current) ? refusals + 1 : 0;
            } else if (fresh) {
                return step.answer();
            } else {
                readAnew(name);
            }
            fresh = true;
        }
        String why = refusals < MOST_REFUSALS ? "others are always faster" : "changes are refused";
        throw unavailable(new IllegalStateException(why));
    }

    /** Takes a claim that one caller gets until it ends. */
    boolean take(String name, Duration lifespan) {
        String text = mark();
        Optional<String> there = asked(() -> cells.create(name, text, lifespan));
        // What is no claim says nothing of another caller.
        there.ifPresent(Claims::record);
        return there.filter(other -> !other.equals(text)).isEmpty();
    }

    private boolean written(String name, Optional<String> current, Step.Write<?> write, int lost) {
        String text = mark() + write.record();
        return current.isEmpty()
                ? created(name, text, write.lifespan())
                : replaced(name, current.get(), text, write.lifespan(), lost);
    }

    private boolean created(String name, String text, Duration lifespan) {
        Optional<String> instead = cells.create(name, text, lifespan);
        seen.put(name, instead.or(() -> Optional.of(text)));
        return instead.isEmpty() || instead.get().equals(text);
    }

    /** What is read before a pause is out of date after it, and a change on top of that is lost for certain. */
    private boolean replaced(String name, String expected, String text, Duration lifespan, int lost) {
        if (cells.replace(name, expected, text, lifespan)) {
            see(name, Optional.of(text));
            return true;
        }
        pause(lost);
        see(name, cells.read(name));
        if (seen.get(name).filter(expected::equals).isPresent()) {
            // A copy is read, which is perhaps behind; who is asked to write says what is there. If that has ended
            // meanwhile, the change
            // is made on top of it all the same.
            return created(name, text, lifespan);
        }
        return seen.get(name).filter(text::equals).isPresent();
    }

    private static String record(String text) {
        if (text.length() < MARK_LENGTH) {
            throw unavailable(new IllegalStateException("a record is none of ours"));
        }
        return text.substring(MARK_LENGTH);
    }

    /** Whoever lost twice waits a moment, each as long as chance has it, and longer the more there are who lose: some 32 ms at most. */
    private static void pause(int lost) {
        if (lost > 1) {
            long longest = SHORTEST_PAUSE_NANOS << Math.min(lost, MOST_DOUBLINGS);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
        }
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (ClaimsUnavailableException told) {
            throw told;
        } catch (RuntimeException e) {
            throw unavailable(e);
        }
    }

    static ClaimsUnavailableException unavailable(RuntimeException e) {
        LOG.errorf("Keycloak's cache for single-use objects failed, so no code is compared or mailed: %s", e);
        LOG.debug("The failure of the cache", e);
        return new ClaimsUnavailableException(e);
    }
}
