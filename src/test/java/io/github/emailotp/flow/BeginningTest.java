package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What a server does with it: {@code EarlierMailedLinkIT}. */
@DisplayName("The beginning of a login")
class BeginningTest {

    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> sessionNotes = new HashMap<>();
    private UserModel user = Fake.answering(UserModel.class, Map.of());
    private String action = "AUTHENTICATE";
    private AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class,
            Map.of(
                    "getAuthenticatedUser", none -> user,
                    "getAction", none -> action,
                    "getUserSessionNotes", none -> sessionNotes,
                    "getAuthNote", given -> notes.get(given.get(0)),
                    "setAuthNote", given -> notes.put((String) given.get(0), (String) given.get(1))));

    @Test
    void isNotedWhereAUserHasShownNothing() {
        ends(100);
        assertThat(Beginning.of(login)).contains(100);
    }

    @Test
    void isThatOfTheFirstRequest() {
        ends(100);
        ends(200);
        assertThat(Beginning.of(login)).contains(100);
    }

    /** Keycloak notes it itself, and most logins are of that kind: none of them is written once more. */
    @Test
    void isNotNotedWhereSomethingIsShown() {
        sessionNotes.put("authenticators-completed", "{}");
        ends(100);
        assertThat(notes).isEmpty();
    }

    @Test
    void isNotNotedOfALogout() {
        action = "LOGGING_OUT";
        ends(100);
        assertThat(notes).isEmpty();
    }

    @Test
    void isNotNotedWithoutAUserOrALogin() {
        user = null;
        ends(100);
        login = null;
        ends(100);
        assertThat(notes).isEmpty();
    }

    /** A request does not fail for it. */
    @Test
    void isNotNotedWhereThatFails() {
        login = Fake.answering(AuthenticationSessionModel.class, Map.of());
        ends(100);
        assertThat(notes).isEmpty();
    }

    @Test
    void isNotKnownBefore() {
        assertThat(Beginning.of(login)).isEqualTo(Optional.empty());
    }

    private void ends(int second) {
        KeycloakSession session = Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "getContext",
                        none -> Fake.answering(
                                KeycloakContext.class, Map.of("getAuthenticationSession", nothing -> login))));
        Beginning beginning = new Beginning(session, second);
        beginning.begin();
        beginning.commit();
    }
}
