package io.github.emailotp.flow;

import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.ClaimNames;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Logins that have shown who they are before their account's <em>not before</em>, and are not over yet: they wait on a page of Keycloak's for
 * something else. Keycloak looks at that time when a token or a session is used, and not when such a login goes on.
 *
 * <p>When a login has shown what, Keycloak's own notes tell. Only one that is seen to be earlier is.
 */
final class EarlierLogins {

    private static final Logger LOG = Logger.getLogger(EarlierLogins.class);

    /** What the login that has made the first proof is known by, and its session: the time of the proof. */
    private static final String PROOF = "email-otp.first-proof";

    private static final String REGISTERED = "email-otp.registered";

    /** Seconds that a request may take that has found the password right before it was removed. */
    private static final int MARGIN = 10;

    /** Longer than anybody keeps a login waiting; after that, it is earlier without the margin. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final RealmModel realm;
    private final UserModel user;

    private EarlierLogins(KeycloakSession session, AuthenticationSessionModel login) {
        this.session = session;
        this.login = login;
        this.realm = login.getRealm();
        this.user = login.getAuthenticatedUser();
    }

    /** From now on all logins of the account are earlier, but for the one that has proven the address. */
    static void areAllBut(AuthenticationSessionModel login, UserModel owner, KeycloakSession session) {
        String now = Integer.toString(Time.currentTime());
        login.setUserSessionNote(PROOF, now);
        try {
            session.getProvider(Cells.class).write(cell(login.getRealm(), owner, session), now, KEPT);
        } catch (RuntimeException e) {
            LOG.debug("Logins that go on in this moment are not known for earlier", e);
        }
        session.users().setNotBeforeForUser(login.getRealm(), owner, Integer.parseInt(now));
    }

    /** Keycloak notes no time when somebody registers. */
    static void noteRegistration(AuthenticationSessionModel login) {
        login.setAuthNote(REGISTERED, Integer.toString(Time.currentTime()));
    }

    /** Whether this login is an earlier one of its user. */
    static boolean areJoinedBy(AuthenticationSessionModel login, KeycloakSession session) {
        EarlierLogins of = new EarlierLogins(session, login);
        return of.user != null && !LightweightUserAdapter.isLightweightUser(of.user) && of.isOne();
    }

    private boolean isOne() {
        int notBefore = session.users().getNotBeforeOfUser(realm, user);
        return notBefore > 0 && (isEarlierThan(notBefore) || isLinkGone()) && !isOfTheProof(notBefore);
    }

    private boolean isEarlierThan(int notBefore) {
        return shown().min(Integer::compare)
                .filter(first -> first < notBefore + margin(notBefore))
                .isPresent();
    }

    /** The times at which this login has shown something, in seconds. */
    private Stream<Integer> shown() {
        Map<String, String> notes = login.getUserSessionNotes();
        return Stream.concat(
                AuthenticatorUtils.parseCompletedExecutions(notes.get(Constants.AUTHENTICATORS_COMPLETED))
                        .values()
                        .stream(),
                Stream.ofNullable(login.getAuthNote(REGISTERED)).map(Integer::valueOf));
    }

    /** None where an administrator has signed the user out, who may log in again at once. */
    private int margin(int notBefore) {
        try {
            boolean isOfAProof = session.getProvider(Cells.class)
                    .read(cell(realm, user, session))
                    .filter(Integer.toString(notBefore)::equals)
                    .isPresent();
            return isOfAProof ? MARGIN : 0;
        } catch (RuntimeException e) {
            LOG.debug("Whether there was a first proof is not known", e);
            return 0;
        }
    }

    /** Keycloak notes no time when somebody comes from an identity provider. Their account there was linked, or they would not have come. */
    private boolean isLinkGone() {
        String provider = login.getUserSessionNotes().get(Details.IDENTITY_PROVIDER);
        return provider != null && session.users().getFederatedIdentity(realm, user, provider) == null;
    }

    private boolean isOfTheProof(int notBefore) {
        UserSessionModel own = session.sessions()
                .getUserSession(realm, login.getParentSession().getId());
        return Stream.of(login.getUserSessionNotes().get(PROOF), own == null ? null : own.getNote(PROOF))
                .filter(Objects::nonNull)
                .anyMatch(proof -> Integer.parseInt(proof) >= notBefore);
    }

    private static String cell(RealmModel realm, UserModel user, KeycloakSession session) {
        return ClaimNames.of(session).of("first-proof", realm.getId(), user.getId());
    }
}
