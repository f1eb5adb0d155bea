package io.github.emailotp.flow.enrolment;

import io.github.emailotp.flow.CodeActionFactory;
import io.github.emailotp.storage.Enrolment;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the required action "Set up Email Code", {@value #PROVIDER_ID}. */
public final class EnrolByCodeFactory extends CodeActionFactory {

    public static final String PROVIDER_ID = Enrolment.ACTION;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new EnrolByCode(verifications, storedSettings);
    }

    @Override
    public String getDisplayText() {
        return "Set up Email Code";
    }
}
