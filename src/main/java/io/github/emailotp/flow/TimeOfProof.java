package io.github.emailotp.flow;

import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.ClaimNames;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** When the last first proof of an account was made. It is kept where logins are, in the cluster's cache, and is lost with them. */
record TimeOfProof(KeycloakSession session, RealmModel realm, String userId) {

    private static final Logger LOG = Logger.getLogger(TimeOfProof.class);

    /** Longer than anybody keeps a login waiting. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final String NEVER = "0";
    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * It is now.
     *
     * @return takes that back
     */
    Runnable isNow() {
        try {
            String now = Integer.toString(Time.currentTime());
            String name = cell();
            Cells cells = session.getProvider(Cells.class);
            cells.write(name, now, KEPT);
            return () -> cells.replace(name, now, NEVER, SOON);
        } catch (RuntimeException e) {
            LOG.warn("Logins that wait while an address is proven first are not known", e);
            return () -> {};
        }
    }

    /**
     * In seconds; empty if there was none. Where the cache fails, the time that it is stored with is asked, which a sign-out by an administrator
     * sets, too.
     *
     * @param user absent once it is deleted
     */
    Optional<Integer> second(Optional<UserModel> user) {
        try {
            return session.getProvider(Cells.class).read(cell()).map(Integer::valueOf);
        } catch (RuntimeException e) {
            LOG.debug("Whether there was a first proof is not known", e);
            return user.map(stored -> session.users().getNotBeforeOfUser(realm, stored))
                    .filter(second -> second > 0);
        }
    }

    private String cell() {
        return ClaimNames.of(session).of("first-proof", realm.getId(), userId);
    }
}
