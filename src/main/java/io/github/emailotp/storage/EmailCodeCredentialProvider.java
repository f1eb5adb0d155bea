package io.github.emailotp.storage;

import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.Category;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Shows an {@link Enrolment} to its owner, where the console lists second factors. It validates nothing: as a {@code
 * CredentialInputValidator}, Keycloak would show entries that nobody can remove.
 */
final class EmailCodeCredentialProvider extends PlainCredentialProvider {

    EmailCodeCredentialProvider(KeycloakSession session) {
        super(session, Enrolment.TYPE);
    }

    /** Whoever has enrolled, or has no address, has nothing to add. The user may be null, where ways to log in are listed. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        UserModel user = context.getUser();
        boolean isOpen = user == null || new Enrolment(user).isMissing();
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(Category.TWO_FACTOR)
                .displayName("email-otp-display-name")
                .helpText("email-otp-help-text")
                .createAction(isOpen ? Enrolment.ACTION : null)
                .removeable(true)
                .build(session);
    }
}
