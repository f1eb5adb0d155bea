package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.storage.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The rest is shown on a server, by {@code FirstProofIT}. */
@DisplayName("The first proof of an address")
class FirstProofTest {

    private final List<Object> removed = new ArrayList<>();

    private final UserModel owner = Fake.answering(
            UserModel.class,
            Map.of(
                    "getId",
                    given -> "owner",
                    "getEmail",
                    given -> "alice@example.test",
                    "isEmailVerified",
                    given -> false,
                    "credentialManager",
                    given -> Fake.answering(
                            SubjectCredentialManager.class,
                            Map.of("getStoredCredentialsStream", nothing -> Stream.empty())),
                    "removeAttribute",
                    given -> removed.add(given.get(0))));

    /** The link to change it would be good afterwards, too, and whoever has asked for it was perhaps somebody else. */
    @Test
    void takesAwayTheAddressThatWaitsToBeTheNext() {
        FirstProof.make(occasion());
        assertThat(removed).containsExactly("kc.email.pending");
    }

    private Occasion occasion() {
        UserProvider users = Fake.answering(
                UserProvider.class,
                Map.of("getFederatedIdentitiesStream", given -> Stream.empty(), "setNotBeforeForUser", given -> null));
        UserSessionProvider sessions = Fake.answering(
                UserSessionProvider.class,
                Map.of(
                        "getUserSessionsStream",
                        given -> Stream.empty(),
                        "getOfflineUserSessionsStream",
                        given -> Stream.empty(),
                        "getUserSession",
                        given -> null));
        RootAuthenticationSessionModel browser =
                Fake.answering(RootAuthenticationSessionModel.class, Map.of("getId", given -> "browser"));
        return new Occasion(
                Fake.answering(
                        KeycloakSession.class,
                        Map.of(
                                "users",
                                given -> users,
                                "sessions",
                                given -> sessions,
                                "getProvider",
                                given -> given.get(0) == ExecutorsProvider.class
                                        ? Fake.answering(
                                                ExecutorsProvider.class,
                                                Map.of("getExecutor", kind -> ForkJoinPool.commonPool()))
                                        : Fake.answering(Cells.class, Map.of()),
                                "getContext",
                                given -> Fake.answering(
                                        KeycloakContext.class,
                                        Map.of(
                                                "getConnection", none -> null,
                                                "getClient", none -> null,
                                                "setClient", client -> null,
                                                "getAuthenticationSession", none -> null,
                                                "setAuthenticationSession", login -> null)),
                                "getTransactionManager",
                                given -> Fake.answering(
                                        KeycloakTransactionManager.class,
                                        Map.of("enlistAfterCompletion", work -> null)))),
                Fake.answering(
                        AuthenticationSessionModel.class,
                        Map.of(
                                "getRealm",
                                given -> RecordedEvents.realm(),
                                "getParentSession",
                                given -> browser,
                                "setUserSessionNote",
                                given -> null)),
                "step",
                Purpose.RESET,
                new Addressee.Account(owner),
                "alice@example.test",
                Optional.empty(),
                new RecordedEvents().builder());
    }
}
