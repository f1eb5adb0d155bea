package io.github.emailotp.flow.trusted;

import io.github.emailotp.storage.trusted.TrustedBrowserCredentialProviderFactory;
import java.time.Clock;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the condition {@value #NAME}, {@value #PROVIDER_ID}. */
public final class TrustedBrowserConditionFactory implements ConditionalAuthenticatorFactory {

    /** Namespaced: other extensions have conditions on trusted devices, too; Keycloak's database takes 36 characters. */
    public static final String PROVIDER_ID = "conditional-email-otp-trusted";

    /** The console tells conditions from steps by how their names begin. */
    static final String NAME = "Condition - trusted browser";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    private final ConditionalAuthenticator condition = new TrustedBrowserCondition(Clock.systemUTC());

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return NAME;
    }

    @Override
    public String getHelpText() {
        return "The sub-flow comes unless its user trusts this browser. Its Email code says for how long they may; and"
                + " never where an application asks to log in again, for a higher level, or for an action.";
    }

    /**
     * Where one of a flow has it, the account console lists trusted browsers, and who removes one needs the level that stands around the
     * condition ({@code AccountCredentialResource}, {@code LoAUtil}).
     */
    @Override
    public String getReferenceCategory() {
        return TrustedBrowserCredentialProviderFactory.ID;
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return condition;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public void init(Config.Scope config) {
        // How long a browser is trusted belongs to the step.
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
