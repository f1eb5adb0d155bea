package io.github.emailotp.storage;

import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.Category;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;

/** The lock is nobody's way to log in, and users can neither see nor delete it. */
final class GuessLockCredentialProvider extends PlainCredentialProvider {

    GuessLockCredentialProvider(KeycloakSession session) {
        super(session, GuessLockCredential.TYPE);
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
