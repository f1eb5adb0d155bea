package io.github.emailotp.flow.broker;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.StoredSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the step "Verify existing account by Email code", {@value #PROVIDER_ID}. */
public final class LinkByCodeAuthenticatorFactory implements AuthenticatorFactory {

    /** Keycloak's own is {@code idp-email-verification}; both can be there. */
    public static final String PROVIDER_ID = "idp-email-otp-verification";

    private static final Requirement[] REQUIREMENTS = {
        Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED
    };

    private final Verifications verifications =
            new Verifications(Clock.system(ZoneId.systemDefault()), new SecureRandom());
    private final StoredSettings storedSettings = new StoredSettings();

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new LinkByCodeAuthenticator(verifications, storedSettings);
    }

    @Override
    public String getDisplayType() {
        return "Verify existing account by Email code";
    }

    @Override
    public String getHelpText() {
        return "Mails a one-time code to the address of the account that is there already, and asks whoever has come from the"
                + " identity provider for it: with the right one, the account is linked. Set it to Alternative among the"
                + " account verification options of the first broker login.";
    }

    @Override
    public String getReferenceCategory() {
        return MailEvents.METHOD;
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return EmailOtpSettings.consoleProperties();
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    /** There is nothing to set up: with true, Keycloak would let a user pass who is not ready for the step. */
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
