package io.github.emailotp.storage;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers {@value #ID}. */
@SuppressWarnings("rawtypes") // as the interface has it
public final class GuessLockCredentialProviderFactory implements CredentialProviderFactory<CredentialProvider> {

    private static final String ID = "email-otp-lock";

    @Override
    public CredentialProvider create(KeycloakSession session) {
        return new GuessLockCredentialProvider(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
