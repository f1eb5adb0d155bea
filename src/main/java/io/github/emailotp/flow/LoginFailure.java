package io.github.emailotp.flow;

import jakarta.ws.rs.core.UriInfo;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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

    /** Later versions ask what for; looked up once. */
    private static final Optional<MethodHandle> WITH_KINDS = find(Set.class);

    private static final Optional<MethodHandle> WITHOUT = find();

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
        try {
            if (WITH_KINDS.isPresent()) {
                WITH_KINDS.get().invoke(protector, realm, user, client, address, Set.of(kind));
            } else {
                WITHOUT.orElseThrow().invoke(protector, realm, user, client, address);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("failedLogin declares no exception", e);
        }
    }

    private static Optional<MethodHandle> find(Class<?>... more) {
        MethodType type = MethodType.methodType(
                        void.class, RealmModel.class, UserModel.class, ClientConnection.class, UriInfo.class)
                .appendParameterTypes(more);
        try {
            return Optional.of(
                    MethodHandles.publicLookup().findVirtual(BruteForceProtector.class, "failedLogin", type));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }
}
