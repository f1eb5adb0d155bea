package io.github.emailotp.storage;

import io.github.emailotp.otp.ClaimsUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Named claims in Keycloak's cluster cache for single-use objects. {@code putIfAbsent} and {@code remove} are immediate and
 * atomic across nodes ({@code InfinispanSingleUseObjectProvider}); every claim ends by itself.
 *
 * <p>A claim that cannot be made is an error, not a yes: all methods but {@link #note} and {@link #noted} throw
 * {@link ClaimsUnavailableException} when the cache fails.
 */
public final class Claims {

    private static final Logger LOG = Logger.getLogger(Claims.class);
    private static final String NOTE_SUFFIX = ".note";
    private static final String TEXT = "text";

    private final SingleUseObjectProvider objects;
    private final Consumer<Consumer<SingleUseObjectProvider>> transaction;

    /** The claims that the requests of all nodes share. */
    public static Claims of(KeycloakSession session) {
        return new Claims(
                session.singleUseObjects(),
                work -> KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(), inner -> work.accept(inner.singleUseObjects())));
    }

    /**
     * Claims in this cache.
     *
     * @param transaction runs work in a transaction of its own, committed when it returns
     */
    Claims(SingleUseObjectProvider objects, Consumer<Consumer<SingleUseObjectProvider>> transaction) {
        this.objects = objects;
        this.transaction = transaction;
    }

    /**
     * Takes a claim.
     *
     * @param lifespan how long it is held, in whole seconds from 1
     * @return true for exactly one caller until it ends or is given back
     */
    boolean take(String name, Duration lifespan) {
        return asked(() -> objects.putIfAbsent(name, lifespan.toSeconds()));
    }

    boolean isTaken(String name) {
        return asked(() -> objects.contains(name));
    }

    /** Gives a claim back, if it is taken; answers whether it was. */
    boolean giveBack(String name) {
        return asked(() -> objects.remove(name) != null);
    }

    /**
     * The number of the first claim of a row that is not taken, if the taken ones come first.
     *
     * @param from the first number of the row
     * @param to the last one
     * @return {@code to + 1} if all are taken
     */
    int firstFree(String row, int from, int to) {
        int low = from;
        int high = to + 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isTaken(row + middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Leaves a text beside a claim for whoever finds it taken. Notes are not atomic and may be lost, so nothing may depend on
     * them but what people are told.
     */
    void note(String name, Duration lifespan, String text) {
        try {
            transaction.accept(
                    inner -> inner.put(name + NOTE_SUFFIX, Math.max(1, lifespan.toSeconds()), Map.of(TEXT, text)));
        } catch (RuntimeException e) {
            LOG.debugf(e, "No note could be left");
        }
    }

    Optional<String> noted(String name) {
        try {
            return Optional.ofNullable(objects.get(name + NOTE_SUFFIX)).map(notes -> notes.get(TEXT));
        } catch (RuntimeException e) {
            LOG.debugf(e, "A note could not be read");
            return Optional.empty();
        }
    }

    void forgetNote(String name) {
        giveBack(name + NOTE_SUFFIX);
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            LOG.errorf("Keycloak's cache for single-use objects failed, so no code is compared or mailed: %s", e);
            LOG.debug("The failure of the cache", e);
            throw new ClaimsUnavailableException(e);
        }
    }
}
