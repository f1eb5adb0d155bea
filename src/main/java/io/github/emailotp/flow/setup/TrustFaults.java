package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.AskedForMore;
import io.github.emailotp.flow.EarlierUser;
import io.github.emailotp.flow.trusted.TrustedBrowserConditionFactory;
import io.github.emailotp.settings.TrustSettings;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel.RequiredAction;

/** Looks for a box by which people trust a browser, and which does nothing; for a condition that is never met, and for one that leaves too little of a login, or of an account. */
final class TrustFaults {

    private static final String NAME = "auth-username-form";
    private static final String UPDATE_EMAIL = RequiredAction.UPDATE_EMAIL.name();
    private static final String CONDITION = TrustedBrowserConditionFactory.NAME;

    private final List<Fault> found = new ArrayList<>();
    private final int usualLevel;
    private final boolean isAddressOpen;

    private TrustFaults(int usualLevel, boolean isAddressOpen) {
        this.usualLevel = usualLevel;
        this.isAddressOpen = isAddressOpen;
    }

    /**
     * Whether people of this realm change their address with any session, however old its code is: without the action "Update Email", as
     * Keycloak comes ({@code DeclarativeUserProfileProviderFactory}).
     */
    static boolean isAddressOpen(KeycloakSession session, RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(UPDATE_EMAIL);
        // An action whose feature is off may be left in the realm.
        boolean isGuarded = action != null
                && action.isEnabled()
                && session.getKeycloakSessionFactory().getProviderFactory(RequiredActionProvider.class, UPDATE_EMAIL)
                        != null;
        return !isGuarded && (!realm.isRegistrationEmailAsUsername() || realm.isEditUsernameAllowed());
    }

    /** Those of a whole flow; none if it is right, and the address is not {@linkplain #isAddressOpen open}. */
    static List<Fault> of(FlowPart flow, boolean isAddressOpen) {
        int lowest = EnrolmentLevels.all(flow).min(Integer::compare).orElse(AskedForMore.USUAL_LEVEL);
        var faults = new TrustFaults(Math.min(AskedForMore.USUAL_LEVEL, lowest), isAddressOpen);
        faults.lookAt(flow, false, false);
        return List.copyOf(faults.found);
    }

    private void lookAt(FlowPart subFlow, boolean isInsideOfACondition, boolean isInsideOfALevel) {
        boolean isConditional = isSkippable(subFlow);
        boolean isOfALevel = isInsideOfALevel
                || EnrolmentLevels.levelOf(subFlow)
                        .filter(level -> level > usualLevel)
                        .isPresent();
        if (isConditional && isOfALevel) {
            found.add(new Fault(
                    CONDITION + " in \"" + subFlow.name() + "\" trusts no browser: a level above " + usualLevel
                            + " is reached by a code.",
                    "Delete it there."));
        } else if (isConditional && !offers(subFlow)) {
            found.add(new Fault(
                    CONDITION + " in \"" + subFlow.name() + "\" trusts no browser: no step beside it offers that.",
                    "Set trustedBrowserDays of the step beside it."));
        } else if (isConditional && isAddressOpen) {
            found.add(new Fault(
                    "Whoever has the password and a browser that is trusted in \"" + subFlow.name()
                            + "\", or a copy of its cookie, changes the address of the account without a code.",
                    "Switch on Update Email among the required actions (before 26.4, a feature: update-email)."));
        }
        subFlow.required().stream().filter(TrustFaults::isSkippable).forEach(part -> lookAround(part, subFlow));
        boolean isInside = isInsideOfACondition || isConditional;
        for (FlowPart part : subFlow.parts()) {
            if (part.isSubFlow() && part.isEnabled()) {
                lookAt(part, isInside, isOfALevel);
            } else if (!isInside && isOffer(part)) {
                found.add(new Fault(
                        part.name() + " in \"" + subFlow.name()
                                + "\" lets people trust their browser, and asks for a code there all the same.",
                        "Put it into a Conditional sub-flow with " + CONDITION + ", or set trustedBrowserDays to 0."));
            }
        }
    }

    private static boolean isSkippable(FlowPart part) {
        return part.requirement() == Requirement.CONDITIONAL
                && part.conditions().stream().anyMatch(TrustFaults::isCondition);
    }

    private void lookAround(FlowPart skipped, FlowPart around) {
        List<FlowPart> left =
                around.required().stream().filter(part -> !part.equals(skipped)).toList();
        if (left.stream().anyMatch(part -> part.provider().equals(NAME))
                && left.stream().allMatch(TrustFaults::provesNothing)) {
            found.add(new Fault(
                    "In \"" + around.name() + "\", a name and a trusted browser are enough to log in.",
                    "Put Password Form, Required, before \"" + skipped.name() + "\"."));
        }
    }

    private static boolean provesNothing(FlowPart part) {
        return EarlierUser.PROVE_NOTHING.contains(part.provider());
    }

    private static boolean isCondition(FlowPart part) {
        return part.provider().equals(TrustedBrowserConditionFactory.PROVIDER_ID);
    }

    private static boolean offers(FlowPart subFlow) {
        return subFlow.parts().stream().filter(FlowPart::isEnabled).anyMatch(part -> isOffer(part) || offers(part));
    }

    private static boolean isOffer(FlowPart part) {
        return part.isCode()
                && part.isEnabled()
                && !TrustSettings.readQuietly(part.config()).trustedBrowser().isZero();
    }
}
