package io.github.emailotp.flow.verifyemail;

import io.github.emailotp.flow.CodeActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the required action "Verify Email by Code", {@value #PROVIDER_ID}. */
public final class VerifyEmailByCodeFactory extends CodeActionFactory {

    /** Keycloak's own is {@code VERIFY_EMAIL}; both can be there. */
    public static final String PROVIDER_ID = "email-otp-verify-email";

    private final Demand demand = new Demand();

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new VerifyEmailByCode(verifications, storedSettings, demand);
    }

    @Override
    public String getDisplayText() {
        return "Verify Email by Code";
    }
}
