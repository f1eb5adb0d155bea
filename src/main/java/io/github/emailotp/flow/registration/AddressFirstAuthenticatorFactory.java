package io.github.emailotp.flow.registration;

import io.github.emailotp.flow.CodeStepFactory;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** Registers the step "Email code before the registration", {@value #PROVIDER_ID}. */
public final class AddressFirstAuthenticatorFactory extends CodeStepFactory {

    /** Keycloak has no such step. */
    public static final String PROVIDER_ID = "registration-email-otp";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    /** The step as it is delivered. */
    public AddressFirstAuthenticatorFactory() {
        super(new Verifications(Clock.system(ZoneId.systemDefault()), new SecureRandom()), Factor.ONLY);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new AddressFirstAuthenticator(verifications, storedSettings);
    }

    @Override
    public String getDisplayType() {
        return "Email code before the registration";
    }

    @Override
    public String getHelpText() {
        return "Asks for an address and for a one-time code that is mailed to it, before the registration form. That form needs the"
                + " action \"Address proven by Email code\".";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    /** There is no account yet whose failures could be counted. */
    @Override
    public String getReferenceCategory() {
        return null;
    }
}
