package io.github.emailotp.flow;

import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/**
 * When a login has begun whose user has shown nothing in it: one by a link that Keycloak has mailed. It is in no flow, raises no event before it
 * changes something, and Keycloak notes no time of it. So at the end of each request it is looked whether its login is of that kind, and what time
 * it was when the request came. Of those that have no such time, this request is the first.
 */
final class Beginning extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(Beginning.class);

    private static final String BEGUN = "email-otp.begun";

    private final KeycloakSession session;
    private final int second;

    Beginning(KeycloakSession session, int second) {
        this.session = session;
        this.second = second;
    }

    /** Whatever login this request is of, it is noted. */
    static void isNow(KeycloakSession session) {
        session.getTransactionManager().enlistPrepare(new Beginning(session, Time.currentTime()));
    }

    /** In seconds. */
    static Optional<Integer> of(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getAuthNote(BEGUN)).map(Integer::valueOf);
    }

    /** While what is noted is stored still. */
    @Override
    protected void commitImpl() {
        try {
            AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
            if (login != null && hasShownNothing(login) && login.getAuthenticatedUser() != null) {
                login.setAuthNote(BEGUN, Integer.toString(second));
            }
        } catch (RuntimeException e) {
            LOG.debug("When a login has begun is not noted", e);
        }
    }

    private static boolean hasShownNothing(AuthenticationSessionModel login) {
        return login.getAuthNote(BEGUN) == null
                && !Action.LOGGING_OUT.name().equals(login.getAction())
                && !login.getUserSessionNotes().containsKey(Constants.AUTHENTICATORS_COMPLETED);
    }

    @Override
    protected void rollbackImpl() {
        // Nothing else is stored, either.
    }
}
