package io.github.emailotp.storage;

import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.Category;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Lets the lock survive an export and import of the realm: of types that have no provider, Keycloak imports nothing and says
 * nothing ({@code SubjectCredentialManager.createCredentialThroughProvider}). It is nobody's way to log in, and users can
 * neither see nor delete it.
 */
final class GuessLockCredentialProvider implements CredentialProvider<CredentialModel> {

    private final KeycloakSession session;

    GuessLockCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return GuessLockCredential.TYPE;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel lock) {
        return user.credentialManager().createStoredCredential(lock);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel lock) {
        return lock;
    }

    /** Whoever may delete it opens the lock, so users may not ({@code CredentialDeleteHelper}). */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(Category.TWO_FACTOR)
                .displayName("Email code: disabled")
                .helpText("Too many wrong codes: an administrator must delete this to allow email codes again.")
                .iconCssClass("")
                .removeable(false)
                .build(session);
    }
}
