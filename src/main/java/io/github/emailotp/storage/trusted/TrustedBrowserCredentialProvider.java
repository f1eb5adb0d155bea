package io.github.emailotp.storage.trusted;

import io.github.emailotp.storage.PlainCredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.Category;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;

/**
 * Shows people their trusted browsers in the account console, and lets them remove each. None is made there: only the right code, with the box
 * ticked, makes one.
 */
final class TrustedBrowserCredentialProvider extends PlainCredentialProvider {

    TrustedBrowserCredentialProvider(KeycloakSession session) {
        super(session, TrustedBrowserCredential.TYPE);
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(Category.TWO_FACTOR)
                .displayName("emailOtpTrustedBrowsers")
                .helpText("emailOtpTrustedBrowsersHelp")
                .iconCssClass("")
                .removeable(true)
                .build(session);
    }
}
