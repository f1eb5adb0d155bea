package io.github.emailotp.flow.enrolment;

import io.github.emailotp.flow.ConditionFactory;
import io.github.emailotp.storage.Enrolment;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;

/** Registers the condition {@value #NAME}, {@value #PROVIDER_ID}. */
public final class EnrolledConditionFactory extends ConditionFactory {

    public static final String PROVIDER_ID = "conditional-email-otp-enrolled";

    public static final String NAME = "Condition - email code enrolled";

    private final ConditionalAuthenticator condition = new EnrolledCondition();

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
        return "The sub-flow comes for whoever has set up the email code, or another Alternative step of it. Put it below a 'Condition -"
                + " Level of Authentication'.";
    }

    /**
     * By this, the account console lists the credential, and Keycloak knows at which level it may be added and removed ({@code LoAUtil}): the
     * step's own category is another.
     */
    @Override
    public String getReferenceCategory() {
        return Enrolment.TYPE;
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return condition;
    }
}
