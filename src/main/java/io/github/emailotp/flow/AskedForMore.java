package io.github.emailotp.flow;

import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether more is asked for than that somebody logs in: that they show anew who they are, or show more, or act on their account, as in a reset or
 * when an account at a provider is linked.
 */
public final class AskedForMore {

    /** What a login reaches where its flow has no levels: {@code LoAUtil}. */
    public static final int USUAL_LEVEL = 1;

    private static final Set<String> LOGINS =
            Set.of(LoginActionsService.AUTHENTICATE_PATH, LoginActionsService.POST_BROKER_LOGIN_PATH);

    private AskedForMore() {}

    /** Whether it is, in this login. */
    public static boolean in(AuthenticationFlowContext flow) {
        AuthenticationSessionModel login = flow.getAuthenticationSession();
        return !isALogin(flow)
                || login.getClientNote(Constants.KC_ACTION) != null
                || AuthenticatorUtil.isForcedReauthentication(login)
                || asksAnew(flow, login)
                || asksForALevel(flow, login)
                || isOfAHigherLevel(flow);
    }

    /** Whether the flow is that of a login, after an identity provider too: no reset, no first login by a provider. */
    public static boolean isALogin(AuthenticationFlowContext flow) {
        return LOGINS.contains(flow.getFlowPath());
    }

    /** Also where nobody is logged in: otherwise, whoever takes away the cookie of a session would be asked for less than with it. */
    private static boolean asksAnew(AuthenticationFlowContext flow, AuthenticationSessionModel login) {
        LoginProtocol protocol = flow.getSession().getProvider(LoginProtocol.class, login.getProtocol());
        return login.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM) != null
                || protocol == null
                || protocol.requireReauthentication(null, login);
    }

    private static boolean asksForALevel(AuthenticationFlowContext flow, AuthenticationSessionModel login) {
        int level = new AcrStore(flow.getSession(), login).getRequestedLevelOfAuthentication(flow.getTopLevelFlow());
        return level > 0 && level > lowestLevel(flow);
    }

    /**
     * Whether what is gone through stands in a higher level, be it asked for or not: the first level of a flow is gone through in any
     * case, whichever it is ({@code ConditionalLoaAuthenticator}), and then reached.
     */
    public static boolean isOfAHigherLevel(AuthenticationFlowContext flow) {
        return levelsAround(flow.getRealm(), flow.getExecution().getParentFlow())
                .anyMatch(level -> level > lowestLevel(flow));
    }

    private static Stream<Integer> levelsAround(RealmModel realm, String subFlow) {
        AuthenticationExecutionModel holder = realm.getAuthenticationExecutionByFlowId(subFlow);
        if (holder == null) {
            return Stream.empty();
        }
        Stream<AuthenticationExecutionModel> conditions = holder.isConditional()
                ? realm.getAuthenticationExecutionsStream(subFlow)
                        .filter(part -> part.isEnabled()
                                && ConditionalLoaAuthenticatorFactory.PROVIDER_ID.equals(part.getAuthenticator()))
                : Stream.empty();
        return Stream.concat(levels(realm, conditions), levelsAround(realm, holder.getParentFlow()));
    }

    private static int lowestLevel(AuthenticationFlowContext flow) {
        RealmModel realm = flow.getRealm();
        Stream<Integer> levels = levels(
                realm,
                AuthenticatorUtil.getExecutionsByType(
                        realm, flow.getTopLevelFlow().getId(), ConditionalLoaAuthenticatorFactory.PROVIDER_ID)
                        .stream());
        return Math.min(USUAL_LEVEL, levels.min(Integer::compare).orElse(USUAL_LEVEL));
    }

    private static Stream<Integer> levels(RealmModel realm, Stream<AuthenticationExecutionModel> conditions) {
        return conditions
                .map(AuthenticationExecutionModel::getAuthenticatorConfig)
                .flatMap(id -> Stream.ofNullable(id == null ? null : realm.getAuthenticatorConfigById(id)))
                .flatMap(config -> Stream.ofNullable(LoAUtil.getLevelFromLoaConditionConfiguration(config)));
    }
}
