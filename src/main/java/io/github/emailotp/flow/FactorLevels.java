package io.github.emailotp.flow;

import io.github.emailotp.storage.Enrolment;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
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

    /**
     * Those of a flow; empty where Keycloak cannot tell: of a condition on levels without settings, as the console adds it and be it Disabled,
     * {@link LoAUtil} makes an error.
     */
    public static Optional<FactorLevels> in(KeycloakSession session, RealmModel realm, AuthenticationFlowModel flow) {
        if (hasUnsetLevel(realm, flow)) {
            return Optional.empty();
        }
        Map<String, Integer> levels = LoAUtil.getCredentialTypesToLoAMap(session, realm, flow);
        return Optional.of(new FactorLevels(
                levels.getOrDefault(Enrolment.TYPE, Constants.NO_LOA),
                levels.getOrDefault(OTPCredentialModel.TYPE, Constants.NO_LOA)));
    }

    private static boolean hasUnsetLevel(RealmModel realm, AuthenticationFlowModel flow) {
        return realm.getAuthenticationExecutionsStream(flow.getId())
                .anyMatch(part -> part.isAuthenticatorFlow()
                        ? hasUnsetLevel(realm, realm.getAuthenticationFlowById(part.getFlowId()))
                        : ConditionalLoaAuthenticatorFactory.PROVIDER_ID.equals(part.getAuthenticator())
                                && (part.getAuthenticatorConfig() == null
                                        || realm.getAuthenticatorConfigById(part.getAuthenticatorConfig()) == null));
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
