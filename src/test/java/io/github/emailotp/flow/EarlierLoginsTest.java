package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.common.Profile;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The first proof is made at second 100. What a server does with it: {@code EarlierLoginIT}. */
@DisplayName("A login that is not over yet")
class EarlierLoginsTest {

    private static final int PROVEN = 100;
    private static final String SHOWN = "authenticators-completed";
    private static final String PROVIDER = "identity_provider";
    private static final String UPSTREAM = "broker.user.id";
    private static final String PROOF = "email-otp.first-proof";

    private final Map<String, String> sessionNotes = new HashMap<>();
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> notesOfTheSession = new HashMap<>();
    private final Map<String, String> notesOfAnotherTab = new HashMap<>();
    private final Map<String, FederatedIdentityModel> links = new HashMap<>();
    private Optional<Integer> proof = Optional.of(PROVEN);
    private boolean hasAPasswordOfLater;
    private int notBefore = PROVEN;
    private int sessionStarted;
    private String sessionOf = "alice";
    private boolean isVerified = true;
    private UserModel user =
            Fake.answering(UserModel.class, Map.of("getId", none -> "alice", "isEmailVerified", none -> isVerified));

    /** Whether a user is stored depends on a feature. */
    @BeforeAll
    static void useTheDefaultFeatures() {
        Profile.defaults();
    }

    /** A request that has found the password right before it was removed may take ten seconds. */
    @ParameterizedTest
    @CsvSource({
        "{}, false",
        "{\"password\":99}, true",
        "{\"password\":109}, true",
        "{\"password\":110}, false",
        "'{\"password\":99,\"app\":111}', true",
        "'{\"password\":111,\"app\":112}', false"
    })
    void isEarlierIfItHasShownAnythingBefore(String shown, boolean isEarlier) {
        sessionNotes.put(SHOWN, shown);
        assertThat(isEarlier(true)).isEqualTo(isEarlier);
        assertThat(isEarlier(false)).isEqualTo(isEarlier);
    }

    /** As in a reset, after which people log in with it. */
    @Test
    void isNotEarlierWithAPasswordThatWasSetAfterTheProof() {
        sessionNotes.put(SHOWN, "{\"password\":101}");
        assertThat(isEarlier(true)).isTrue();
        hasAPasswordOfLater = true;
        assertThat(isEarlier(true)).isFalse();
        sessionNotes.put(SHOWN, "{\"password\":99}");
        assertThat(isEarlier(true)).as("but if it waited").isTrue();
    }

    @Test
    void isEarlierIfItHasRegisteredBefore() {
        notes.put("email-otp.registered", "99");
        assertThat(isEarlier(true)).isTrue();
        notes.put("email-otp.registered", "110");
        assertThat(isEarlier(true)).isFalse();
    }

    /** The first proof has removed all links; its owner may have linked another account there since. */
    @Test
    void isEarlierIfItHasComeFromAnAccountAtAProviderThatIsLinkedNoMore() {
        sessionNotes.put(PROVIDER, "elsewhere");
        notes.put(UPSTREAM, "elsewhere.thief");
        assertThat(isEarlier(false)).isTrue();
        links.put("elsewhere", new FederatedIdentityModel("elsewhere", "owner", "name"));
        assertThat(isEarlier(false)).isTrue();
        notes.put(UPSTREAM, "elsewhere.owner");
        assertThat(isEarlier(false)).isFalse();
        notes.put(UPSTREAM, "as a provider of somebody else's names it");
        assertThat(isEarlier(false)).isFalse();
    }

    /** As by a link that Keycloak has mailed. */
    @ParameterizedTest
    @CsvSource({"99, true", "100, true", "101, false"})
    void isEarlierIfItHasBegunBefore(String begun, boolean isEarlier) {
        notes.put("email-otp.begun", begun);
        assertThat(isEarlier(true)).isEqualTo(isEarlier);
        assertThat(isEarlier(false)).isEqualTo(isEarlier);
        sessionNotes.put(SHOWN, "{\"password\":111}");
        assertThat(isEarlier(true)).as("whatever it has shown since").isEqualTo(isEarlier);
    }

    /** When a request has begun it, that is noted at the end of the request. */
    @Test
    void isNotEarlierWhereNothingIsKnownOfIt() {
        assertThat(isEarlier(true)).isFalse();
    }

    /** An administrator who signs somebody out proves nothing. */
    @Test
    void isNotEarlierWithoutAProof() {
        proof = Optional.empty();
        sessionNotes.put(SHOWN, "{\"password\":99}");
        sessionNotes.put(PROVIDER, "elsewhere");
        assertThat(isEarlier(true)).isFalse();
    }

    /** A user in memory that is older than the proof has no time of it, and no verified address. */
    @Test
    void isEarlierForAUserInMemoryThatIsOlderThanTheProof() {
        notBefore = 0;
        isVerified = false;
        sessionNotes.put(SHOWN, "{\"password\":99}");
        assertThat(isEarlier(false)).isTrue();
    }

    /** Or each login would ask the cluster. */
    @Test
    void asksNoCacheForAnEndThatIsLongAfter() {
        proof = null;
        sessionNotes.put(SHOWN, "{\"password\":110}");
        assertThat(isEarlier(false)).isFalse();
        notBefore = 0;
        sessionNotes.put(SHOWN, "{\"password\":99}");
        assertThat(isEarlier(false)).isFalse();
    }

    @Test
    void isNotEarlierIfItHasMadeTheProof() {
        sessionNotes.put(SHOWN, "{\"password\":99}");
        sessionNotes.put(PROOF, "alice 100");
        assertThat(isEarlier(true)).isFalse();
        sessionNotes.put(PROOF, "alice 98");
        assertThat(isEarlier(true)).as("one of before").isTrue();
        sessionNotes.put(PROOF, "alice 101");
        assertThat(isEarlier(true)).as("another code since").isFalse();
        sessionNotes.put(PROOF, "bob 100");
        assertThat(isEarlier(true)).as("somebody else's").isTrue();
        notesOfTheSession.put(PROOF, "alice 100");
        assertThat(isEarlier(true)).as("the session has").isFalse();
    }

    /** Another tab of that browser has. */
    @Test
    void isNotEarlierInTheBrowserThatHasMadeTheProof() {
        sessionNotes.put(SHOWN, "{\"password\":99}");
        notesOfAnotherTab.put(PROOF, "alice 100");
        assertThat(isEarlier(true)).isFalse();
    }

    /** It would be a way in for good: so it is told by more than others are. */
    @Nested
    @DisplayName("and links an account at a provider")
    class Linking {

        @Test
        void isEarlierIfItHasComeByTheVeryLink() {
            sessionNotes.put(PROVIDER, "elsewhere");
            notes.put(UPSTREAM, "elsewhere.thief");
            links.put("elsewhere", new FederatedIdentityModel("elsewhere", "thief", "name"));
            assertThat(isEarlierLink("elsewhere")).isTrue();
            assertThat(isEarlierLink("another")).as("the link is there").isFalse();
        }

        @Test
        void isEarlierIfNothingIsNotedOfIt() {
            assertThat(isEarlierLink("elsewhere")).isTrue();
            sessionNotes.put(SHOWN, "{\"password\":110}");
            assertThat(isEarlierLink("elsewhere")).isFalse();
            sessionNotes.put(SHOWN, "{\"password\":99}");
            assertThat(isEarlierLink("elsewhere")).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"99, true", "100, false"})
        void isNotEarlierWhereASessionOfLaterHasBegunIt(int started, boolean isEarlier) {
            sessionStarted = started;
            assertThat(isEarlierLink("elsewhere")).isEqualTo(isEarlier);
            sessionOf = "bob";
            assertThat(isEarlierLink("elsewhere")).as("somebody else's").isTrue();
        }

        @Test
        void isNotEarlierInTheBrowserThatHasMadeTheProof() {
            notesOfTheSession.put(PROOF, "alice 100");
            assertThat(isEarlierLink("elsewhere")).isFalse();
        }

        @Test
        void isNotEarlierWithoutAProof() {
            proof = Optional.empty();
            assertThat(isEarlierLink("elsewhere")).isFalse();
        }
    }

    /** It is stored, too: with the account. */
    @Test
    void isEarlierWhereTheCacheFails() {
        sessionNotes.put(SHOWN, "{\"password\":99}");
        assertThat(EarlierLogins.areJoinedBy(login(), "alice", true, session())).isTrue();
        notBefore = 0;
        assertThat(EarlierLogins.areJoinedBy(login(), "alice", true, session())).isFalse();
    }

    @Test
    void isEarlierThoughItHasDeletedItsUser() {
        user = null;
        sessionNotes.put(SHOWN, "{\"password\":99}");
        assertThat(isEarlier(true)).isTrue();
    }

    private boolean isEarlier(boolean isChange) {
        return logins().isOne(isChange, this::known, second -> second == PROVEN && hasAPasswordOfLater);
    }

    private boolean isEarlierLink(String provider) {
        return logins().isOneThatLinks(provider, this::known, second -> false);
    }

    private Optional<Integer> known() {
        assertThat(proof).as("the cache is asked").isNotNull();
        return proof;
    }

    private EarlierLogins logins() {
        return new EarlierLogins(session(), login(), "alice");
    }

    private AuthenticationSessionModel login() {
        RealmModel realm = Fake.answering(RealmModel.class, Map.of("getId", none -> "realm"));
        AuthenticationSessionModel other = Fake.answering(
                AuthenticationSessionModel.class, Map.of("getUserSessionNotes", none -> notesOfAnotherTab));
        Map<String, AuthenticationSessionModel> tabs = new HashMap<>(Map.of("other", other));
        AuthenticationSessionModel login = Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getRealm", none -> realm,
                        "getAuthenticatedUser", none -> user,
                        "getUserSessionNotes", none -> sessionNotes,
                        "getAuthNote", given -> notes.get(given.get(0)),
                        "getParentSession",
                                none -> Fake.answering(
                                        RootAuthenticationSessionModel.class,
                                        Map.of(
                                                "getId",
                                                nothing -> "browser",
                                                "getAuthenticationSessions",
                                                nothing -> tabs))));
        tabs.put("this", login);
        return login;
    }

    /** It has no cache. */
    private KeycloakSession session() {
        UserModel owner = Fake.answering(UserModel.class, Map.of("getId", none -> sessionOf));
        UserSessionModel own = Fake.answering(
                UserSessionModel.class,
                Map.of(
                        "getNote", given -> notesOfTheSession.get(given.get(0)),
                        "getUser", none -> owner,
                        "getStarted", none -> sessionStarted));
        return Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "users",
                        none -> Fake.answering(
                                UserProvider.class,
                                Map.of(
                                        "getNotBeforeOfUser", given -> notBefore,
                                        "getFederatedIdentity", given -> links.get(given.get(2)))),
                        "sessions",
                        none -> Fake.answering(UserSessionProvider.class, Map.of("getUserSession", given -> own))));
    }
}
