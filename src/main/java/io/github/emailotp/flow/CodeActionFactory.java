package io.github.emailotp.flow;

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
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** What the required actions that ask for a code have in common for Keycloak: their settings. */
public abstract class CodeActionFactory implements RequiredActionFactory {

    /** {@code Constants.MAX_AUTH_AGE_KEY}, of later versions than the oldest supported one. */
    private static final String MAX_AUTH_AGE = "max_auth_age";

    protected final Verifications verifications =
            new Verifications(Clock.system(ZoneId.systemDefault()), new SecureRandom());
    protected final StoredSettings storedSettings = new StoredSettings(Factor.SECOND);

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
