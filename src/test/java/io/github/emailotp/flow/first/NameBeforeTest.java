package io.github.emailotp.flow.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.TypedName;
import io.github.emailotp.settings.FirstStepSettings;
import io.github.emailotp.settings.NameSettings;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

@DisplayName("A name that another step has asked for")
class NameBeforeTest {

    private static final FirstStepSettings ADDRESSES = new FirstStepSettings(new NameSettings(false), false);
    private static final String ADDRESS = "alice@example.test";
    private static final String ATTEMPTED = "ATTEMPTED_USERNAME";
    private static final String TAKEN = "USERNAME_HIDDEN";

    private final Map<String, String> notes = new HashMap<>();
    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    private final MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    private String path = "authenticate";
    private UserModel user;

    @Test
    void isNoneWhereNoneHas() {
        notes.put(ATTEMPTED, ADDRESS);
        assertThat(leads()).isFalse();
        assertThat(name()).isEmpty();
    }

    @Test
    void isNotAskedForTwice() {
        notes.put(ATTEMPTED, ADDRESS);
        notes.put(TAKEN, "true");
        assertThat(leads()).isTrue();
        assertThat(name()).contains(new TypedName(ADDRESS));
        assertThat(notes).doesNotContainKey(TAKEN);
        assertThat(leads()).as("once").isFalse();
    }

    /** The step of the organizations takes it without a question. */
    @Test
    void isAskedForIfOnlyTheApplicationHasSaidIt() {
        notes.put(ATTEMPTED, ADDRESS);
        notes.put(TAKEN, "true");
        notes.put("login_hint", ADDRESS);
        assertThat(leads()).isTrue();
        assertThat(name()).isEmpty();
        assertThat(notes).doesNotContainKeys(ATTEMPTED, TAKEN);
    }

    /** Older versions note nothing. */
    @Test
    void isTakenFromThePageThatHasAsked() {
        form.putSingle("username", ADDRESS);
        assertThat(leads()).as("by an application, to where logins begin").isFalse();
        query.putSingle("execution", "own");
        assertThat(leads()).as("to our own page").isFalse();
        query.putSingle("execution", "another");
        assertThat(leads()).isTrue();
        assertThat(name()).contains(new TypedName(ADDRESS));
    }

    @Test
    void makesNobodyTheUser() {
        user = Fake.answering(UserModel.class, Map.of("getId", given -> "id"));
        path = "post-broker-login";
        assertThat(leads()).as("proven").isFalse();
        assertThat(user).isNotNull();
        notes.put(ATTEMPTED, "alice");
        notes.put(TAKEN, "true");
        assertThat(leads()).as("and named").isFalse();
        path = "authenticate";
        assertThat(leads()).as("only named").isTrue();
        assertThat(user).isNull();
        assertThat(name()).as("a user name, which is not taken here").isEmpty();
    }

    private boolean leads() {
        return NameBefore.takeOver(context(), ADDRESSES).isPresent();
    }

    private Optional<TypedName> name() {
        return TypedName.of(context());
    }

    private AuthenticationFlowContext context() {
        var execution = new AuthenticationExecutionModel();
        execution.setId("own");
        AuthenticationSessionModel login = Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getAuthNote", this::note,
                        "getClientNote", this::note,
                        "setAuthNote", given -> notes.put((String) given.get(0), (String) given.get(1)),
                        "removeAuthNote", given -> notes.remove(given.get(0)),
                        "getExecutionStatus", given -> Map.of(),
                        "getRealm", given -> null,
                        "getParentSession",
                                given -> Fake.answering(
                                        RootAuthenticationSessionModel.class, Map.of("getId", none -> "browser"))));
        UserSessionProvider sessions =
                Fake.answering(UserSessionProvider.class, Map.of("getUserSession", given -> null));
        KeycloakSession session = Fake.answering(KeycloakSession.class, Map.of("sessions", given -> sessions));
        UriInfo request = Fake.answering(UriInfo.class, Map.of("getQueryParameters", given -> query));
        HttpRequest posted = Fake.answering(HttpRequest.class, Map.of("getDecodedFormParameters", given -> form));
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getSession", given -> session);
        methods.put("getUser", given -> user);
        methods.put("clearUser", this::clear);
        methods.put("getFlowPath", given -> path);
        methods.put("getExecution", given -> execution);
        methods.put("getAuthenticationSession", given -> login);
        methods.put("getUriInfo", given -> request);
        methods.put("getHttpRequest", given -> posted);
        methods.put("getRefreshExecutionUrl", given -> URI.create("https://example.test/again"));
        return Fake.answering(AuthenticationFlowContext.class, methods);
    }

    private Object note(List<Object> given) {
        return notes.get(given.get(0));
    }

    private Object clear(List<Object> none) {
        user = null;
        return null;
    }
}
