package io.github.emailotp.storage.trusted;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers {@value #ID}. */
@SuppressWarnings("rawtypes") // as the interface has it
public final class TrustedBrowserCredentialProviderFactory implements CredentialProviderFactory<CredentialProvider> {

    /** The type of the credentials, too. */
    public static final String ID = TrustedBrowserCredential.TYPE;

    @Override
    public CredentialProvider create(KeycloakSession session) {
        return new TrustedBrowserCredentialProvider(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
