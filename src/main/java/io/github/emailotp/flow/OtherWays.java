package io.github.emailotp.flow;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationSelectionOption;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;

/** What a step that cannot serve an account does about the other ways of its flow. */
public final class OtherWays {

    private OtherWays() {}

    /**
     * Whether Keycloak shall go on to the next way by itself: one is there that the account is set up for, and nobody has
     * chosen this one by hand. Otherwise the step must say itself why it does not work and what else there is: whoever has
     * chosen it would wonder, and where no other way is set up either, Keycloak ends the login on a bare page for errors.
     */
    public static boolean leadOn(AuthenticationFlowContext context) {
        return context.getExecution().isAlternative() && !isChosenByHand(context) && areSetUp(context);
    }

    /** Whether there is another way that the account is set up for. */
    public static boolean areSetUp(AuthenticationFlowContext context) {
        return context.getAuthenticationSelections().stream().anyMatch(way -> isAnother(context, way));
    }

    /** Under "Try another way"; as {@code DefaultAuthenticationFlow.processAction} reads it. */
    private static boolean isChosenByHand(AuthenticationFlowContext context) {
        String chosen =
                context.getHttpRequest().getDecodedFormParameters().getFirst(Constants.AUTHENTICATION_EXECUTION);
        return context.getExecution().getId().equals(chosen);
    }

    private static boolean isAnother(AuthenticationFlowContext context, AuthenticationSelectionOption way) {
        AuthenticationExecutionModel execution = way.getAuthenticationExecution();
        if (execution.getId().equals(context.getExecution().getId())) {
            return false;
        }
        Authenticator authenticator =
                context.getSession().getProvider(Authenticator.class, execution.getAuthenticator());
        return authenticator.configuredFor(context.getSession(), context.getRealm(), context.getUser());
    }
}
