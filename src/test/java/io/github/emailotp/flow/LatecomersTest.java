package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserConsentModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;

/** The first proof was known to all at 100.5 s. What a server does with it: {@code EarlierLoginIT}. */
@DisplayName("What requests leave that were under way at a first proof")
class LatecomersTest {

    private static final long KNOWN = 100_500;
    private static final String PROVEN = "alice@example.test";

    private final List<String> gone = new ArrayList<>();
    private final List<CredentialModel> credentials = new ArrayList<>();
    private final List<UserConsentModel> consents = new ArrayList<>();
    private final List<UserSessionModel> sessions = new ArrayList<>();
    private String address = PROVEN;

    @Test
    void goesAtOnceWhateverItIs() {
        credentials.add(credential("old", 100_000L));
        credentials.add(credential("new", 200_000L));
        sessions.add(session("other", 200));
        sessions.add(session("browser", 100));
        consents.add(consent("shop", 200_000L));
        latecomers().all(ways());
        assertThat(gone).containsExactlyInAnyOrder("kc.email.pending", "old", "new", "link", "shop", "other");
    }

    @Test
    void isNoOtherAddress() {
        address = "thief@example.test";
        latecomers().all(ways());
        assertThat(address).isEqualTo(PROVEN);
    }

    /** Later, what the owner has set up since stays. */
    @Test
    void goesLaterIfItIsOlderThanTheProof() {
        credentials.add(credential("old", KNOWN));
        credentials.add(credential("new", KNOWN + 1));
        credentials.add(credential("undated", null));
        sessions.add(session("old session", 100));
        sessions.add(session("new session", 101));
        sessions.add(session("browser", 99));
        consents.add(consent("old consent", KNOWN));
        consents.add(consent("new consent", KNOWN + 1));
        consents.add(consent("undated consent", null));
        latecomers().whatIsOlder(ways());
        assertThat(gone).containsExactly("old", "old consent", "old session");
    }

    /** Or others could not log in, for a proof that was not made. */
    @Test
    void isTheProofWhereItComesToNothing() {
        Latecomers latecomers = latecomers();
        latecomers.begin();
        latecomers.rollback();
        assertThat(gone).containsExactly("proof");
    }

    private Latecomers latecomers() {
        return new Latecomers(ways(), PROVEN, KNOWN, () -> gone.add("proof"));
    }

    private static CredentialModel credential(String id, Long created) {
        CredentialModel credential = new CredentialModel();
        credential.setId(id);
        credential.setType("password");
        credential.setCreatedDate(created);
        return credential;
    }

    private static UserConsentModel consent(String client, Long created) {
        UserConsentModel consent = new UserConsentModel(
                Fake.answering(ClientModel.class, Map.of("getId", none -> client, "getClientId", none -> client)));
        consent.setCreatedDate(created);
        return consent;
    }

    private static UserSessionModel session(String id, int started) {
        return Fake.answering(UserSessionModel.class, Map.of("getId", none -> id, "getStarted", none -> started));
    }

    private WaysIn ways() {
        UserModel owner = Fake.answering(
                UserModel.class,
                Map.of(
                        "getId", none -> "owner",
                        "getEmail", none -> address,
                        "setEmail", given -> address = (String) given.get(0),
                        "removeAttribute", given -> gone.add((String) given.get(0)),
                        "credentialManager",
                                none -> Fake.answering(
                                        SubjectCredentialManager.class,
                                        Map.of(
                                                "getStoredCredentialsStream",
                                                nothing -> credentials.stream(),
                                                "removeStoredCredentialById",
                                                given -> gone.add((String) given.get(0))))));
        UserProvider users = Fake.answering(
                UserProvider.class,
                Map.of(
                        "getFederatedIdentitiesStream",
                                given -> Stream.of(new FederatedIdentityModel("link", "id", "name")),
                        "removeFederatedIdentity", given -> gone.add((String) given.get(2)),
                        "getConsentsStream", given -> consents.stream(),
                        "revokeConsentForClient", given -> gone.add((String) given.get(2))));
        UserSessionProvider logins = Fake.answering(
                UserSessionProvider.class,
                Map.of(
                        "getUserSessionsStream",
                        given -> sessions.stream(),
                        "getOfflineUserSessionsStream",
                        given -> Stream.empty(),
                        "removeUserSession",
                        given -> gone.add(((UserSessionModel) given.get(1)).getId())));
        ExecutorsProvider threads =
                Fake.answering(ExecutorsProvider.class, Map.of("getExecutor", kind -> ForkJoinPool.commonPool()));
        KeycloakSession session = Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "users",
                        none -> users,
                        "sessions",
                        none -> logins,
                        "getKeycloakSessionFactory",
                        none -> null,
                        "getProvider",
                        type -> threads,
                        "getContext",
                        none -> Fake.answering(KeycloakContext.class, Map.of("getConnection", nothing -> null))));
        return new WaysIn(session, RecordedEvents.realm(), owner, "browser", new RecordedEvents().builder());
    }
}
