package io.github.emailotp.flow.trusted;

import io.github.emailotp.flow.ConditionFactory;
import io.github.emailotp.storage.trusted.TrustedBrowserCredentialProviderFactory;
import java.time.Clock;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;

/** Registers the condition {@value #NAME}, {@value #PROVIDER_ID}. */
public final class TrustedBrowserConditionFactory extends ConditionFactory {

    /** Namespaced: other extensions have conditions on trusted devices, too; Keycloak's database takes 36 characters. */
    public static final String PROVIDER_ID = "conditional-email-otp-trusted";

    public static final String NAME = "Condition - trusted browser";

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
}
