package io.github.emailotp.flow.setup;

import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Has a realm's flows looked at when an administrator has changed one, or what is in use of them: the realm's bindings, the
 * override of a client, the flow after an identity provider.
 *
 * <p>It looks after the change is committed, in a transaction of its own: it sees what is kept, and what fails in it cannot
 * undo the change. Does nothing at the events of logins.
 */
final class FlowChangeListener implements EventListenerProvider {

    private static final Logger LOG = Logger.getLogger(FlowChangeListener.class);
    private static final Set<ResourceType> TELLING = EnumSet.of(
            ResourceType.AUTH_FLOW,
            ResourceType.AUTH_EXECUTION_FLOW,
            ResourceType.AUTH_EXECUTION,
            ResourceType.AUTHENTICATOR_CONFIG,
            ResourceType.REQUIRED_ACTION,
            ResourceType.REALM,
            ResourceType.CLIENT,
            ResourceType.IDENTITY_PROVIDER);

    private final KeycloakSession session;
    private final SetUpWarnings warnings;

    FlowChangeListener(KeycloakSession session, SetUpWarnings warnings) {
        this.session = session;
        this.warnings = warnings;
    }

    @Override
    public void onEvent(Event event) {
        // Logins are none of its business.
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getOperationType() != OperationType.ACTION && TELLING.contains(event.getResourceType())) {
            session.getTransactionManager()
                    .enlistAfterCompletion(new LookAfterCommit(session.getKeycloakSessionFactory(), warnings, event));
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private static final class LookAfterCommit extends AbstractKeycloakTransaction {

        private final KeycloakSessionFactory factory;
        private final SetUpWarnings warnings;
        private final AdminEvent event;

        LookAfterCommit(KeycloakSessionFactory factory, SetUpWarnings warnings, AdminEvent event) {
            this.factory = factory;
            this.warnings = warnings;
            this.event = event;
        }

        @Override
        protected void commitImpl() {
            try {
                KeycloakModelUtils.runJobInTransaction(factory, this::look);
            } catch (RuntimeException | LinkageError e) {
                LOG.warnf("The flows of realm %s could not be looked at: %s", event.getRealmName(), e);
            }
        }

        private void look(KeycloakSession session) {
            RealmModel realm = changedRealm(session);
            if (realm != null) {
                session.getContext().setRealm(realm);
                warnings.lookAt(session, realm);
            }
        }

        /** The event of a new realm belongs to the administrator's own, and names the new one. */
        private RealmModel changedRealm(KeycloakSession session) {
            boolean isNew =
                    event.getResourceType() == ResourceType.REALM && event.getOperationType() == OperationType.CREATE;
            return isNew
                    ? session.realms().getRealmByName(event.getResourcePath())
                    : session.realms().getRealm(event.getRealmId());
        }

        @Override
        protected void rollbackImpl() {
            // Nothing has been changed.
        }
    }
}
