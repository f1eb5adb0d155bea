package io.github.emailotp.flow;

import io.github.emailotp.storage.Enrolment;
import java.util.Map;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * The levels of authentication at which Keycloak lets people add and delete factors in a flow; {@link Constants#NO_LOA} is any.
 *
 * @param ofEnrolments that of <i>Condition - email code enrolled</i>
 * @param ofSteps that of the steps that ask for codes, mailed or of an app: they have one category
 */
public record FactorLevels(int ofEnrolments, int ofSteps) {

    /** Those of a flow. */
    public static FactorLevels in(KeycloakSession session, RealmModel realm, AuthenticationFlowModel flow) {
        Map<String, Integer> levels = LoAUtil.getCredentialTypesToLoAMap(session, realm, flow);
        return new FactorLevels(
                levels.getOrDefault(Enrolment.TYPE, Constants.NO_LOA),
                levels.getOrDefault(OTPCredentialModel.TYPE, Constants.NO_LOA));
    }

    /** The type of credential at whose level an enrolment is added: without the condition, that of the steps. */
    public String typeToAdd() {
        return ofEnrolments > Constants.NO_LOA ? Enrolment.TYPE : OTPCredentialModel.TYPE;
    }

    /** Whether an enrolment cannot be deleted at a lower level than that of the steps. */
    public boolean areKept() {
        return ofEnrolments >= ofSteps;
    }
}
