package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.AskedForMore;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel.RequiredAction;

/**
 * Looks for a level that is reached by an app or by a mailed code: where nothing is stored of somebody at that level, Keycloak lets them add an app
 * at a lower one ({@code AcrStore.getHighestLevelAvailableForUser}), and a code that everybody can be mailed is nothing stored.
 */
final class AppFaults {

    private static final String APP = "auth-otp-form";

    private final List<Fault> found = new ArrayList<>();
    private final int usualLevel;

    private AppFaults(int usualLevel) {
        this.usualLevel = usualLevel;
    }

    /** Whether people of this realm add apps by themselves. */
    static boolean isOffered(RealmModel realm) {
        RequiredActionProviderModel action =
                realm.getRequiredActionProviderByAlias(RequiredAction.CONFIGURE_TOTP.name());
        return action != null && action.isEnabled();
    }

    /** Those of a whole flow; none if it is right, or nobody {@linkplain #isOffered adds} an app. */
    static List<Fault> of(FlowPart flow, boolean isOffered) {
        // Everybody goes through the lowest, whichever it is.
        var faults =
                new AppFaults(EnrolmentLevels.all(flow).min(Integer::compare).orElse(AskedForMore.USUAL_LEVEL));
        if (isOffered) {
            faults.lookAt(flow, faults.usualLevel);
        }
        return List.copyOf(faults.found);
    }

    private void lookAt(FlowPart subFlow, int around) {
        int level = EnrolmentLevels.levelOf(subFlow).orElse(around);
        List<FlowPart> ways = subFlow.required().isEmpty() ? subFlow.alternatives() : List.of();
        boolean isByCode = ways.stream().anyMatch(way -> way.isCode() || way.asksForCode());
        boolean isByApp = ways.stream().anyMatch(way -> APP.equals(way.provider()));
        if (level > usualLevel && isByCode && isByApp) {
            found.add(new Fault(
                    "Whoever has the password of somebody without an app adds one at a lower level, and reaches level "
                            + level + " in \"" + subFlow.name() + "\" with it and no code.",
                    "Switch off Configure OTP among the required actions, or ask there for the email code alone."));
        }
        subFlow.parts().stream()
                .filter(part -> part.isSubFlow() && part.isEnabled())
                .forEach(part -> lookAt(part, level));
    }
}
