package io.github.emailotp.flow.browser;

import io.github.emailotp.flow.OtherWays;
import io.github.emailotp.flow.page.Question;
import io.github.emailotp.settings.EnrolmentSettings;
import io.github.emailotp.settings.StoredSettings;
import io.github.emailotp.storage.Enrolment;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.light.LightweightUserAdapter;

/**
 * Where people enrol the code themselves: as one of several ways it is there for those who have. Where it is the only way, or they
 * have set up no other, whoever has not is asked all the same, and the right code enrols them: nobody is passed over.
 *
 * @param isOn whether the rule holds in this step
 */
record EnrolmentRule(AuthenticationFlowContext context, boolean isOn) {

    static EnrolmentRule of(AuthenticationFlowContext context, StoredSettings storedSettings) {
        EnrolmentSettings settings =
                storedSettings.of(context.getRealm(), context.getAuthenticatorConfig(), EnrolmentSettings::read);
        return new EnrolmentRule(context, settings.isOn());
    }

    /** Whether the step is not for this person, however they have come to it. A Required one can be one of several ways, too: in a sub-flow that is. */
    boolean leavesToOtherWays() {
        return isOn && isMissing() && OtherWays.areSetUp(context);
    }

    /** Whether the right code sets it up. */
    boolean enrols() {
        return isOn && isMissing();
    }

    /** What the page says where the right code does more than log in: not for those of whom Keycloak stores nothing. Empty for the usual. */
    Optional<String> instruction() {
        return enrols() && !LightweightUserAdapter.isLightweightUser(context.getUser())
                ? Optional.of(Question.OF_AN_ENROLMENT)
                : Optional.empty();
    }

    private boolean isMissing() {
        return !new Enrolment(context.getUser()).isCurrent();
    }
}
