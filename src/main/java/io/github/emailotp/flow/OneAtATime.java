package io.github.emailotp.flow;

import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.ClaimNames;
import io.github.emailotp.storage.Claims;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;

/**
 * Lets one request at a time, of the whole cluster, make an account with an address. Of two that have both looked and found none, the database would
 * refuse one when it is too late to say anything but that there was an error. It is asked before it is looked whether there is an account.
 */
public final class OneAtATime extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(OneAtATime.class);

    /** Longer than a request takes: should its node die, the address is free again then. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String FREE = "free";

    /** Nobody else writes this: who is asked twice whether it is there knows its own. */
    private final String mine = "taken " + Claims.mark();

    private final Cells cells;
    private final String name;

    private OneAtATime(Cells cells, String name) {
        this.cells = cells;
        this.name = name;
    }

    /** Whether this request may, and no other until it is over. Where the cells fail, it may: the database refuses what it must. */
    public static boolean mayMakeOne(String address, KeycloakSession session, RealmModel realm) {
        String name = ClaimNames.of(session).of("new-account", realm.getId(), address.toLowerCase(Locale.ROOT));
        return mayMakeOne(session.getProvider(Cells.class), name, session.getTransactionManager());
    }

    static boolean mayMakeOne(Cells cells, String name, KeycloakTransactionManager request) {
        OneAtATime it = new OneAtATime(cells, name);
        if (it.isTaken()) {
            return false;
        }
        request.enlistAfterCompletion(it);
        return true;
    }

    private boolean isTaken() {
        try {
            Optional<String> there = cells.create(name, mine, LONGEST).filter(text -> !text.equals(mine));
            return there.isPresent() && !(there.get().equals(FREE) && cells.replace(name, FREE, mine, LONGEST));
        } catch (RuntimeException e) {
            LOG.debug("Whether another request makes an account with the address is not known", e);
            return false;
        }
    }

    @Override
    protected void commitImpl() {
        release();
    }

    @Override
    protected void rollbackImpl() {
        release();
    }

    private void release() {
        try {
            // Should it have taken longer, it is another's by now.
            cells.replace(name, mine, FREE, Duration.ofSeconds(1));
        } catch (RuntimeException e) {
            LOG.debugf(e, "An address is free in %d s", LONGEST.toSeconds());
        }
    }
}
