package io.github.emailotp.storage;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers the provider of credentials of the type {@value Enrolment#TYPE}. */
@SuppressWarnings("rawtypes") // as the interface has it
public final class EmailCodeCredentialProviderFactory implements CredentialProviderFactory<CredentialProvider> {

    @Override
    public CredentialProvider create(KeycloakSession session) {
        return new EmailCodeCredentialProvider(session);
    }

    @Override
    public String getId() {
        return Enrolment.TYPE;
    }
}
