package io.github.emailotp.storage.trusted;

import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.Category;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Shows people their trusted browsers in the account console, and lets them remove each. None is made there: only the right code, with the box
 * ticked, makes one.
 */
final class TrustedBrowserCredentialProvider implements CredentialProvider<CredentialModel> {

    private final KeycloakSession session;

    TrustedBrowserCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return TrustedBrowserCredential.TYPE;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel browser) {
        return user.credentialManager().createStoredCredential(browser);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel browser) {
        return browser;
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
