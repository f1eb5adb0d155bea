package io.github.emailotp.flow;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Lets no {@linkplain EarlierLogins earlier login} go on. Keycloak tells of whatever a login does while it can still be undone: of each required
 * action that has succeeded, of a consent, and of the end of a login. So it is undone.
 */
final class EarlierLoginListener implements EventListenerProvider {

    private static final Logger LOG = Logger.getLogger(EarlierLoginListener.class);

    private static final String REASON = "earlier_login";

    private final KeycloakSession session;

    EarlierLoginListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        AuthenticationSessionModel current = session.getContext().getAuthenticationSession();
        if (current == null
                || event.getUserId() == null
                || event.getError() != null
                || session.getTransactionManager().getRollbackOnly()) {
            return;
        }
        judge(current, event.getUserId(), () -> {
            if (event.getType() == EventType.REGISTER) {
                EarlierLogins.noteRegistration(current);
            }
            boolean isChange = event.getType() != EventType.LOGIN;
            return loginsOf(event, current).stream()
                    .filter(login -> EarlierLogins.areJoinedBy(login, event.getUserId(), isChange, session))
                    .findFirst();
        });
    }

    /** A link is being stored: the ways to it that Keycloak raises no event at the end of are seen here. */
    void onLink(String userId, String provider) {
        AuthenticationSessionModel current = session.getContext().getAuthenticationSession();
        if (current != null && !session.getTransactionManager().getRollbackOnly()) {
            judge(
                    current,
                    userId,
                    () -> Optional.of(current)
                            .filter(login -> EarlierLogins.areJoinedByALink(login, userId, provider, session)));
        }
    }

    /** Keycloak only logs what a listener throws, and goes on: where it is not known whether a login is an earlier one, it ends nevertheless. */
    private void judge(
            AuthenticationSessionModel current, String userId, Supplier<Optional<AuthenticationSessionModel>> earlier) {
        try {
            earlier.get().ifPresent(login -> refuse(login, userId));
        } catch (RuntimeException e) {
            LOG.warn("A login does not go on: whether it is older than the first proof of its address is not known", e);
            undo(current);
        }
    }

    /**
     * The login that the event is about. Where a page ends other sessions, too, Keycloak has put that of a logout in its place: then it is one of
     * the user's in that browser.
     */
    private List<AuthenticationSessionModel> loginsOf(Event event, AuthenticationSessionModel current) {
        if (!Action.LOGGING_OUT.name().equals(current.getAction())) {
            return List.of(current);
        }
        String browser = event.getDetails() == null ? null : event.getDetails().get(Details.CODE_ID);
        RootAuthenticationSessionModel root = browser == null
                ? null
                : session.authenticationSessions().getRootAuthenticationSession(current.getRealm(), browser);
        return root == null
                ? List.of()
                : root.getAuthenticationSessions().values().stream()
                        .filter(login -> !Action.LOGGING_OUT.name().equals(login.getAction()))
                        .filter(login -> login.getAuthenticatedUser() != null
                                && login.getAuthenticatedUser().getId().equals(event.getUserId()))
                        .toList();
    }

    private void refuse(AuthenticationSessionModel login, String userId) {
        undo(login);
        forget(login);
        new EventBuilder(login.getRealm(), session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(login.getClient())
                .user(userId)
                .detail(Details.CODE_ID, login.getParentSession().getId())
                .detail(Details.REASON, REASON)
                .error(Errors.EXPIRED_CODE);
    }

    private void undo(AuthenticationSessionModel login) {
        session.getTransactionManager().setRollbackOnly();
        // Keycloak shows the page of this one then, and gives no answer to the application, which may hold tokens.
        login.addRequiredAction(RequiredAction.UPDATE_PASSWORD);
    }

    /** In a transaction of its own. */
    private void forget(AuthenticationSessionModel login) {
        String realm = login.getRealm().getId();
        String browser = login.getParentSession().getId();
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
            RealmModel its = own.realms().getRealm(realm);
            own.getContext().setRealm(its);
            RootAuthenticationSessionModel root =
                    own.authenticationSessions().getRootAuthenticationSession(its, browser);
            if (root != null) {
                root.removeAuthenticationSessionByTabId(login.getTabId());
            }
        });
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // Administrators are none of its business.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
