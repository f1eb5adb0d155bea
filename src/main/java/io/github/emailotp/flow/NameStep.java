package io.github.emailotp.flow;

import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What the steps that ask for a name have in common for Keycloak: nobody need be known before, and nobody has to set anything up. */
public abstract class NameStep implements Authenticator {

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // There is nothing to set up: the address belongs to the account.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
