package io.github.emailotp.flow.network;

import io.github.emailotp.flow.ConditionFactory;
import java.util.List;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the condition {@value #NAME}, {@value #PROVIDER_ID}. */
public final class NetworkConditionFactory extends ConditionFactory {

    /** Namespaced: other extensions have conditions on networks, too. */
    public static final String PROVIDER_ID = "conditional-email-otp-network";

    static final String NAME = "Condition - outside of trusted networks";

    private final ConditionalAuthenticator condition = new NetworkCondition();

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
        return "The sub-flow comes for everybody whose address is not in one of these networks.";
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return condition;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(new ProviderConfigProperty(
                TrustedNetworks.SETTING,
                "Trusted networks",
                "Such as 192.0.2.0/24 or 2001:db8::/48. What cannot be read, or would be everybody, trusts nobody. Behind a proxy, start"
                        + " Keycloak with --proxy-headers, or all come from the proxy.",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null));
    }
}
