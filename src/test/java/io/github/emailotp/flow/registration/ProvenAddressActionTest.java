package io.github.emailotp.flow.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.RecordedEvents;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The form that stands behind the step, without a server. */
@DisplayName("A form that takes the proven address only")
class ProvenAddressActionTest {

    private static final String PROVEN = "alice@example.test";

    private final ProvenAddressAction action = new ProvenAddressAction((address, session, realm) -> !this.isClaimed);
    private final RecordedEvents events = new RecordedEvents();
    private final Map<String, String> notes = new HashMap<>();
    private final MultivaluedHashMap<String, String> posted = new MultivaluedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private Optional<String> account = Optional.empty();
    private String method = "POST";
    private boolean isClaimed;
    private boolean hasAccount;

    private final AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class,
            Map.of(
                    "getAuthNote", given -> notes.get(given.get(0)),
                    "setAuthNote", given -> notes.put((String) given.get(0), (String) given.get(1)),
                    "removeAuthNote", given -> notes.remove(given.get(0)),
                    "removeRequiredAction", telling("of the login")));

    @BeforeEach
    void prove() {
        new ProvenAddress(PROVEN).keep(login);
    }

    @ParameterizedTest
    @ValueSource(strings = {PROVEN, "Alice@Example.TEST"})
    void takesIt(String typed) {
        posted.add("email", typed);
        action.validate(context());
        assertThat(told).containsExactly("success");
    }

    /** Somebody else who reads that mailbox is about to make one, or has made one since the code. */
    @Test
    void refusesItWhereAnotherRequestIsBeforeIt() {
        posted.add("email", PROVEN);
        isClaimed = true;
        action.validate(context());
        isClaimed = false;
        hasAccount = true;
        action.validate(context());
        assertThat(told)
                .containsExactly(
                        "error email_in_use", "email emailExistsMessage null",
                        "error email_in_use", "email emailExistsMessage null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mallory@example.test", "alice+1@example.test", "alice@example.test.test"})
    void refusesAnyOther(String typed) {
        posted.add("email", typed);
        action.validate(context());
        assertThat(told)
                .containsExactly("alone", "error invalid_email", "global emailOtpNotProven [alice@example.test]");
    }

    /** Keycloak looks for accounts by it, too. */
    @Test
    void refusesAnyOtherAsTheUserName() {
        posted.add("email", PROVEN);
        posted.add("username", "mallory@example.test");
        action.validate(context());
        assertThat(told)
                .containsExactly("alone", "error invalid_email", "global emailOtpNotProven [alice@example.test]");
    }

    /** Else what is wrong in the form would be a failure of an account whose name was typed elsewhere in this login. */
    @Test
    void isNobodysForm() {
        notes.put("ATTEMPTED_USERNAME", "victim");
        action.validate(context());
        assertThat(notes).doesNotContainKey("ATTEMPTED_USERNAME");
    }

    @Test
    void refusesAFormWithoutTheField() {
        action.validate(context());
        assertThat(told)
                .containsExactly("alone", "error invalid_email", "global emailOtpNotProven [alice@example.test]");
    }

    @Test
    void refusesAllWhereNothingIsProven() {
        notes.clear();
        posted.add("email", PROVEN);
        action.validate(context());
        assertThat(told).containsExactly("alone", "error invalid_email", "global emailOtpNothingProven []");
    }

    @Nested
    @DisplayName("and has an account now")
    class Made {

        @Test
        void verifiesItsAddressAndNothingIsProvenAnyMore() {
            account = Optional.of(PROVEN);
            action.success(context());
            assertThat(told)
                    .containsExactly("verified true", "of the account VERIFY_EMAIL", "of the login VERIFY_EMAIL");
            assertThat(events.all()).containsExactly("VERIFY_EMAIL newcomer null");
            assertThat(notes).isEmpty();
        }

        /** Whatever an extension of the user's profile has made of it. */
        @Test
        void undoesItWhereItHasAnotherAddress() {
            account = Optional.of("mallory@example.test");
            assertThatThrownBy(() -> action.success(context())).isInstanceOf(AuthenticationFlowException.class);
            assertThat(told).containsExactly("undone");
        }

        @Test
        void undoesItWhereItHasNone() {
            assertThatThrownBy(() -> action.success(context())).isInstanceOf(AuthenticationFlowException.class);
            assertThat(told).containsExactly("undone");
        }

        @Test
        void isNotMadeTwice() {
            account = Optional.of(PROVEN);
            action.success(context());
            told.clear();
            assertThatThrownBy(() -> action.success(context())).isInstanceOf(AuthenticationFlowException.class);
            assertThat(told).containsExactly("undone");
        }
    }

    @Test
    void isFilledInWithIt() {
        method = "GET";
        action.buildPage(context(), form());
        method = "POST";
        posted.add("oneTimeCode", "12345678");
        action.buildPage(context(), form());
        assertThat(told).containsExactly("{email=[alice@example.test]}", "{email=[alice@example.test]}");
    }

    @Test
    void showsWhatWasTypedOnceItIsPosted() {
        posted.add("email", "mallory@example.test");
        action.buildPage(context(), form());
        assertThat(told).isEmpty();
    }

    @Test
    void isEmptyWhereNothingIsProven() {
        notes.clear();
        method = "GET";
        action.buildPage(context(), form());
        assertThat(told).isEmpty();
    }

    private LoginFormsProvider form() {
        return Fake.answering(LoginFormsProvider.class, Map.of("setFormData", given -> {
            told.add(given.get(0).toString());
            return null;
        }));
    }

    private ValidationContext context() {
        HttpRequest request = Fake.answering(
                HttpRequest.class,
                Map.of("getHttpMethod", given -> method, "getDecodedFormParameters", given -> posted));
        UriInfo uri = Fake.answering(
                UriInfo.class,
                Map.of("getQueryParameters", given -> new MultivaluedHashMap<>(Map.of("execution", "form"))));
        KeycloakTransactionManager transactions = Fake.answering(
                KeycloakTransactionManager.class, Map.of("setRollbackOnly", given -> told.add("undone")));
        UserProvider users = Fake.answering(
                UserProvider.class,
                Map.of(
                        "getUserByEmail",
                        given -> hasAccount ? user(PROVEN) : null,
                        "getUserByUsername",
                        given -> null));
        KeycloakSession session = Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "getTransactionManager", given -> transactions,
                        "users", given -> users));
        RealmModel realm = Fake.answering(
                RealmModel.class,
                Map.of(
                        "getId", given -> "realm",
                        "isDuplicateEmailsAllowed", given -> false,
                        "isLoginWithEmailAllowed", given -> true));
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getHttpRequest", given -> request);
        methods.put("getUriInfo", given -> uri);
        methods.put("getAuthenticationSession", given -> login);
        methods.put("getSession", given -> session);
        methods.put("getRealm", given -> realm);
        methods.put("getEvent", given -> events.builder());
        methods.put("getUser", given -> account.map(this::user).orElse(null));
        methods.put("success", given -> told.add("success"));
        methods.put("error", telling("error"));
        methods.put("excludeOtherErrors", given -> told.add("alone"));
        methods.put("validationError", given -> told.add(text((List<?>) given.get(1))));
        return Fake.answering(ValidationContext.class, methods);
    }

    private static String text(List<?> messages) {
        FormMessage message = (FormMessage) messages.get(0);
        Object[] arguments = message.getParameters();
        return message.getField() + " " + message.getMessage() + " " + (arguments == null ? null : List.of(arguments));
    }

    private UserModel user(String address) {
        return Fake.answering(
                UserModel.class,
                Map.of(
                        "getId",
                        given -> "newcomer",
                        "getEmail",
                        given -> address,
                        "isEmailVerified",
                        given -> false,
                        "setEmailVerified",
                        telling("verified"),
                        "removeRequiredAction",
                        telling("of the account")));
    }

    private Function<List<Object>, Object> telling(String what) {
        return given -> told.add(what + " " + given.get(0));
    }
}
