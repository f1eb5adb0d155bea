package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
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

/** The user is signed out at second 100. What a server does with it: {@code EarlierLoginIT}. */
@DisplayName("A login that is not over yet")
class EarlierLoginsTest {

    private static final int NOT_BEFORE = 100;
    private static final String SHOWN = "authenticators-completed";
    private static final String PROVIDER = "identity_provider";
    private static final String PROOF = "email-otp.first-proof";

    private final Map<String, String> sessionNotes = new HashMap<>();
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> notesOfTheSession = new HashMap<>();
    private final Map<String, FederatedIdentityModel> links = new HashMap<>();
    private int notBefore = NOT_BEFORE;
    private UserModel user = Fake.answering(UserModel.class, Map.of("getId", none -> "alice"));

    /** Whether a user is stored depends on a feature. */
    @BeforeAll
    static void useTheDefaultFeatures() {
        Profile.defaults();
    }

    @ParameterizedTest
    @CsvSource({
        "{}, false",
        "{\"password\":99}, true",
        "{\"password\":100}, false",
        "'{\"password\":99,\"app\":101}', true",
        "'{\"password\":101,\"app\":102}', false"
    })
    void isEarlierIfItHasShownAnythingBefore(String shown, boolean isEarlier) {
        sessionNotes.put(SHOWN, shown);
        assertThat(isEarlier()).isEqualTo(isEarlier);
    }

    @Test
    void isEarlierIfItHasRegisteredBefore() {
        notes.put("email-otp.registered", "99");
        assertThat(isEarlier()).isTrue();
        notes.put("email-otp.registered", "100");
        assertThat(isEarlier()).isFalse();
    }

    /** The first proof has removed all links. */
    @Test
    void isEarlierIfItHasComeFromAProviderThatIsLinkedNoMore() {
        sessionNotes.put(PROVIDER, "elsewhere");
        assertThat(isEarlier()).isTrue();
        links.put("elsewhere", new FederatedIdentityModel("elsewhere", "id", "name"));
        assertThat(isEarlier()).isFalse();
    }

    @Test
    void isNotEarlierWhereNothingIsKnownOfIt() {
        assertThat(isEarlier()).isFalse();
    }

    @Test
    void isNotEarlierIfNobodyWasEverSignedOut() {
        notBefore = 0;
        sessionNotes.put(SHOWN, "{\"password\":99}");
        sessionNotes.put(PROVIDER, "elsewhere");
        assertThat(isEarlier()).isFalse();
    }

    @Test
    void isNotEarlierIfItHasMadeTheProof() {
        sessionNotes.put(SHOWN, "{\"password\":99}");
        sessionNotes.put(PROOF, "100");
        assertThat(isEarlier()).isFalse();
        sessionNotes.put(PROOF, "98");
        assertThat(isEarlier()).as("one of before").isTrue();
        notesOfTheSession.put(PROOF, "100");
        assertThat(isEarlier()).as("the session has").isFalse();
    }

    @Test
    void isNobodysAndSoNotEarlier() {
        user = null;
        sessionNotes.put(SHOWN, "{\"password\":99}");
        assertThat(isEarlier()).isFalse();
    }

    private boolean isEarlier() {
        RealmModel realm = Fake.answering(RealmModel.class, Map.of("getId", none -> "realm"));
        AuthenticationSessionModel login = Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getRealm", none -> realm,
                        "getAuthenticatedUser", none -> user,
                        "getUserSessionNotes", none -> sessionNotes,
                        "getAuthNote", given -> notes.get(given.get(0)),
                        "getParentSession",
                                none -> Fake.answering(
                                        RootAuthenticationSessionModel.class, Map.of("getId", nothing -> "browser"))));
        UserSessionModel own =
                Fake.answering(UserSessionModel.class, Map.of("getNote", given -> notesOfTheSession.get(given.get(0))));
        KeycloakSession session = Fake.answering(
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
        return EarlierLogins.areJoinedBy(login, session);
    }
}
