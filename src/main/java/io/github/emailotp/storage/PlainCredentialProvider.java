package io.github.emailotp.storage;

import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Lets credentials of a type survive an export and import of the realm: of types that have no provider, Keycloak imports nothing and says
 * nothing ({@code SubjectCredentialManager.createCredentialThroughProvider}).
 */
public abstract class PlainCredentialProvider implements CredentialProvider<CredentialModel> {

    protected final KeycloakSession session;
    private final String type;

    /** Of credentials of this type. */
    protected PlainCredentialProvider(KeycloakSession session, String type) {
        this.session = session;
        this.type = type;
    }

    @Override
    public final String getType() {
        return type;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel credential) {
        return credential;
    }
}
