package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

@DisplayName("The browser of a mailbox's owner")
class OwnersBrowserTest {

    private final Map<String, String> notes = new HashMap<>();
    private final KeycloakSession session = Fake.answering(
            KeycloakSession.class,
            Map.of(
                    "sessions",
                    given -> Fake.answering(UserSessionProvider.class, Map.of("getUserSession", asked -> null))));
    private final AuthenticationSessionModel tab = Fake.answering(
            AuthenticationSessionModel.class,
            Map.of(
                    "setUserSessionNote",
                    given -> notes.put((String) given.get(0), (String) given.get(1)),
                    "getUserSessionNotes",
                    given -> notes,
                    "getRealm",
                    given -> Fake.answering(RealmModel.class, Map.of()),
                    "getParentSession",
                    given -> browser()));

    private RootAuthenticationSessionModel browser() {
        return Fake.answering(
                RootAuthenticationSessionModel.class,
                Map.of("getId", given -> "root", "getAuthenticationSessions", given -> Map.of("tab", tab)));
    }

    /** As one server writes it, and another reads it. */
    @Test
    void isRememberedInThisForm() {
        OwnersBrowser.isThatOf(tab, Fake.answering(UserModel.class, Map.of("getId", given -> "alice")), session);
        assertThat(notes).containsOnlyKeys("email-otp.first-proof");
        assertThat(notes.get("email-otp.first-proof")).matches("alice \\d{10}");
    }

    @Test
    void isTheirsFromTheSecondOnInWhichTheyHaveShownIt() {
        notes.put("email-otp.first-proof", "alice 1700000000");
        assertThat(OwnersBrowser.isThatOf(tab, "alice", 1_700_000_000, session)).isTrue();
        assertThat(OwnersBrowser.isThatOf(tab, "alice", 1_700_000_001, session)).isFalse();
        assertThat(OwnersBrowser.isThatOf(tab, "bob", 1_700_000_000, session)).isFalse();
    }
}
