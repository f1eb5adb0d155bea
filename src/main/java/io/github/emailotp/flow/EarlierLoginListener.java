package io.github.emailotp.flow;

import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Lets no {@linkplain EarlierLogins earlier login} go on. Keycloak tells of whatever a login does while it can still be undone: of each required
 * action that has succeeded, of a consent, and of the end of a login. So it is undone.
 */
final class EarlierLoginListener implements EventListenerProvider {

    private static final String REASON = "earlier_login";

    private final KeycloakSession session;

    EarlierLoginListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        KeycloakTransactionManager transaction = session.getTransactionManager();
        if (login == null || event.getError() != null || transaction.getRollbackOnly()) {
            return;
        }
        if (event.getType() == EventType.REGISTER) {
            EarlierLogins.noteRegistration(login);
        }
        if (EarlierLogins.areJoinedBy(login, session)) {
            transaction.setRollbackOnly();
            forget(login);
            tell(login);
        }
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

    private void tell(AuthenticationSessionModel login) {
        new EventBuilder(login.getRealm(), session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(login.getClient())
                .user(login.getAuthenticatedUser())
                .detail(Details.CODE_ID, login.getParentSession().getId())
                .detail(Details.REASON, REASON)
                .error(Errors.EXPIRED_CODE);
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
