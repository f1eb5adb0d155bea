package io.github.emailotp.flow;

import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * A failure that Keycloak's brute-force detection counts for an account that is not the login's user. Ended as a failure, the step would have
 * Keycloak look for the account by what was typed, and by other rules than the step has: where people do not log in with addresses, it finds none, or
 * that of somebody whose user name is that address.
 */
public final class LoginFailure {

    private static final String METHOD = "failedLogin";

    /** The first versions do not ask what for. */
    private static final Optional<LaterMethod> WITHOUT_KINDS = LaterMethod.find(
            BruteForceProtector.class,
            METHOD,
            RealmModel.class,
            UserModel.class,
            ClientConnection.class,
            UriInfo.class);

    private static final Optional<LaterMethod> WITH_KINDS = LaterMethod.find(
            BruteForceProtector.class,
            METHOD,
            RealmModel.class,
            UserModel.class,
            ClientConnection.class,
            UriInfo.class,
            Set.class);

    private LoginFailure() {}

    /**
     * Counts it, if the realm does.
     *
     * @param kind the type of credential that was wrong, as Keycloak names it
     */
    public static void count(AuthenticationFlowContext context, UserModel user, String kind) {
        if (!context.getRealm().isBruteForceProtected()) {
            return;
        }
        BruteForceProtector protector = context.getProtector();
        RealmModel realm = context.getRealm();
        ClientConnection client = context.getConnection();
        UriInfo address = context.getHttpRequest().getUri();
        WITH_KINDS.ifPresentOrElse(
                counting -> counting.call(protector, realm, user, client, address, Set.of(kind)),
                () -> WITHOUT_KINDS.orElseThrow().call(protector, realm, user, client, address));
    }
}
