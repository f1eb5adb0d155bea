package io.github.emailotp.flow;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What our conditions have in common for Keycloak: nobody has to set anything up, and there is no page. */
public abstract class Condition implements ConditionalAuthenticator {

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // It has no page.
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // There is nothing to set up.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
