package io.github.emailotp.flow.verifyemail;

import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.settings.StoredSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the required action "Verify Email by Code", {@value #PROVIDER_ID}. */
public final class VerifyEmailByCodeFactory implements RequiredActionFactory {

    /** Keycloak's own is {@code VERIFY_EMAIL}; both can be there. */
    public static final String PROVIDER_ID = "email-otp-verify-email";

    /** {@code Constants.MAX_AUTH_AGE_KEY}, of later versions than the oldest supported one. */
    private static final String MAX_AUTH_AGE = "max_auth_age";

    private final Verifications verifications =
            new Verifications(Clock.system(ZoneId.systemDefault()), new SecureRandom());
    private final StoredSettings storedSettings = new StoredSettings(Factor.SECOND);
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

    /** What Keycloak itself asks of every action, and what can be set on codes. */
    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        List<ProviderConfigProperty> all = new ArrayList<>();
        all.add(new ProviderConfigProperty(
                MAX_AUTH_AGE,
                "Maximum Age of Authentication",
                "Seconds since the last login within which an application can ask for this action (kc_action) without a new"
                        + " login. Keycloak regards it from 26.3 on.",
                ProviderConfigProperty.STRING_TYPE,
                String.valueOf(Constants.KC_ACTION_MAX_AGE)));
        all.addAll(EmailOtpSettings.consoleProperties(Factor.SECOND));
        return all;
    }

    @Override
    public void init(Config.Scope config) {
        // The settings belong to the realm's action, not to the server.
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
