package io.github.emailotp.flow;

import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.settings.StoredSettings;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** What the steps that ask for a code have in common for Keycloak: their settings, and that nobody has to set anything up before. */
public abstract class CodeStepFactory implements AuthenticatorFactory {

    /** The id of the step behind the password. Keycloak's own is {@code auth-otp-form}; other extensions use other names, so that all can be installed together. */
    public static final String EMAIL_CODE = "auth-email-otp-form";

    private static final Requirement[] REQUIREMENTS = {
        Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED
    };

    protected final Verifications verifications;
    protected final StoredSettings storedSettings;
    private final Factor factor;

    /** One whose steps ask in this way for codes that are such a factor. */
    protected CodeStepFactory(Verifications verifications, Factor factor) {
        this.verifications = verifications;
        this.storedSettings = new StoredSettings(factor);
        this.factor = factor;
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return EmailOtpSettings.consoleProperties(factor);
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    /** Nothing has to be set up before: with true, Keycloak would let a user pass who is not ready for the step. */
    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public void init(Config.Scope config) {
        // The settings belong to the step, not to the server.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
