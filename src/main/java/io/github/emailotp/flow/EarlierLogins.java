package io.github.emailotp.flow;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.Constants;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Logins that have shown who they are before their account's first proof, and are not over yet: they wait on a page of Keycloak's for something
 * else. They are told by what Keycloak notes of a login: when it has shown what, and whence it comes; and by its {@linkplain Beginning beginning},
 * where Keycloak notes nothing.
 */
final class EarlierLogins {

    private static final String REGISTERED = "email-otp.registered";

    /** Seconds that a request may take that has found the password right before it was removed. */
    static final int MARGIN = 10;

    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final RealmModel realm;
    private final String userId;
    /** Absent once the login has deleted it. */
    private final Optional<UserModel> user;

    EarlierLogins(KeycloakSession session, AuthenticationSessionModel login, String userId) {
        this.session = session;
        this.login = login;
        this.realm = login.getRealm();
        this.userId = userId;
        this.user = Optional.ofNullable(login.getAuthenticatedUser());
    }

    /**
     * From now on all logins of the account are earlier, but for its owner's.
     *
     * @return takes that back
     */
    static Runnable areAllBut(AuthenticationSessionModel login, UserModel owner, KeycloakSession session) {
        OwnersBrowser.isThatOf(login, owner, session);
        return new TimeOfProof(session, login.getRealm(), owner.getId()).isNow();
    }

    /** Keycloak notes no time when somebody registers. */
    static void noteRegistration(AuthenticationSessionModel login) {
        login.setAuthNote(REGISTERED, Integer.toString(Time.currentTime()));
    }

    /**
     * Whether this login is an earlier one of its user.
     *
     * @param userId the user, who is perhaps deleted by now
     * @param isChange whether it changes something now. Else, what is in memory tells most logins from earlier ones, and no cache is asked
     */
    static boolean areJoinedBy(
            AuthenticationSessionModel login, String userId, boolean isChange, KeycloakSession session) {
        EarlierLogins of = new EarlierLogins(session, login, userId);
        return of.isOne(isChange, of::proof, of::hasAPasswordOfLater);
    }

    /** Whether this login, which links the user's account to one at this provider now, is an earlier one. */
    static boolean areJoinedByALink(
            AuthenticationSessionModel login, String userId, String provider, KeycloakSession session) {
        EarlierLogins of = new EarlierLogins(session, login, userId);
        return of.isOneThatLinks(provider, of::proof, of::hasAPasswordOfLater);
    }

    /**
     * Whether it is.
     *
     * @param proof when the last first proof of the account was made, in seconds
     * @param hasAPasswordOfLater whether a password was set in that second or later
     */
    boolean isOne(boolean isChange, Supplier<Optional<Integer>> proof, IntPredicate hasAPasswordOfLater) {
        return user.map(stored -> !LightweightUserAdapter.isLightweightUser(stored) && (isChange || mayBeOne(stored)))
                        .orElse(isChange)
                && proof.get()
                        .filter(second -> isEarlierThan(second, hasAPasswordOfLater))
                        .isPresent();
    }

    /** As {@link #isOne}; and whoever would leave a way in behind must have something of later, where no time is noted. */
    boolean isOneThatLinks(String provider, Supplier<Optional<Integer>> proof, IntPredicate hasAPasswordOfLater) {
        Optional<Integer> known = proof.get();
        return isOne(true, () -> known, hasAPasswordOfLater)
                || known.filter(second -> hasNothingOfLater(second, provider) && !isOwners(second))
                        .isPresent();
    }

    /**
     * The link that it has come by is made anew, so it was gone; or nothing is noted of it, as where an account's session begins to link, and
     * that session is gone.
     */
    private boolean hasNothingOfLater(int proof, String linked) {
        return linked.equals(provider())
                || (provider() == null
                        && shown().findAny().isEmpty()
                        && OwnersBrowser.sessionOf(login, userId, session)
                                .filter(own -> own.getStarted() >= proof)
                                .isEmpty());
    }

    /** The user in memory may be older than the proof. */
    private boolean mayBeOne(UserModel stored) {
        if (!stored.isEmailVerified()) {
            return true;
        }
        int notBefore = session.users().getNotBeforeOfUser(realm, stored);
        return notBefore > 0
                && (hasBegunBy(notBefore) || hasShownSomethingBefore(notBefore + MARGIN) || provider() != null);
    }

    private boolean isEarlierThan(int proof, IntPredicate hasAPasswordOfLater) {
        boolean isEarlier = hasBegunBy(proof)
                || hasShownSomethingBefore(proof)
                || isLinkGone()
                || (hasShownSomethingBefore(proof + MARGIN) && !hasAPasswordOfLater.test(proof));
        return isEarlier && !isOwners(proof);
    }

    /** Who has set one after the proof is its owner, or an administrator, and may log in with it at once. What this request sets is not asked. */
    private boolean hasAPasswordOfLater(int proof) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            RealmModel its = own.realms().getRealm(realm.getId());
            own.getContext().setRealm(its);
            return Stream.ofNullable(own.users().getUserById(its, userId))
                    .flatMap(there ->
                            there.credentialManager().getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE))
                    .anyMatch(password -> password.getCreatedDate() != null
                            && password.getCreatedDate() >= TimeUnit.SECONDS.toMillis(proof));
        });
    }

    /** Its link was mailed to whatever address the account had then. */
    private boolean hasBegunBy(int second) {
        return Beginning.of(login).filter(begun -> begun <= second).isPresent();
    }

    private boolean hasShownSomethingBefore(int second) {
        return shown().anyMatch(when -> when < second);
    }

    /** The times at which this login has shown something, in seconds. */
    private Stream<Integer> shown() {
        String completed = login.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED);
        return Stream.concat(
                AuthenticatorUtils.parseCompletedExecutions(completed).values().stream(),
                Stream.ofNullable(login.getAuthNote(REGISTERED)).map(Integer::valueOf));
    }

    private Optional<Integer> proof() {
        return new TimeOfProof(session, realm, userId).second(user);
    }

    private String provider() {
        return login.getUserSessionNotes().get(Details.IDENTITY_PROVIDER);
    }

    /** Keycloak notes no time when somebody comes from an identity provider. The account there was linked, or they would not have come. */
    private boolean isLinkGone() {
        String provider = provider();
        if (provider == null || user.isEmpty()) {
            return false;
        }
        FederatedIdentityModel link = session.users().getFederatedIdentity(realm, user.get(), provider);
        String upstream = login.getAuthNote(AuthenticationProcessor.BROKER_USER_ID);
        String prefix = provider + '.';
        return link == null
                || (upstream != null && upstream.startsWith(prefix) && !upstream.equals(prefix + link.getUserId()));
    }

    private boolean isOwners(int proof) {
        return OwnersBrowser.isThatOf(login, userId, proof, session);
    }
}
