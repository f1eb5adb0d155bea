package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.registration.AddressFirstAuthenticatorFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.sessions.RootAuthenticationSessionModel;

@DisplayName("The user whom a login has before a step")
class EarlierUserTest {

    private final Map<String, ExecutionStatus> steps = new HashMap<>();
    private final Map<Object, Object> notes = new HashMap<>();
    private String path = "authenticate";
    private UserModel user = named("alice");
    private UserModel loggedIn;

    private static UserModel named(String id) {
        return Fake.answering(UserModel.class, Map.of("getId", given -> id));
    }

    @Test
    void isNobodyWhereThereIsNone() {
        user = null;
        assertThat(EarlierUser.isProven(context())).isFalse();
        EarlierUser.forgetUnlessProven(context());
    }

    @ParameterizedTest
    @CsvSource({
        "organization, ATTEMPTED",
        "auth-username-form, SUCCESS",
        "allow-access-authenticator, SUCCESS",
        "reset-credentials-choose-user, SUCCESS",
        "user-session-limits, SUCCESS",
        "auth-conditional-otp-form, SUCCESS",
        "reset-password, SUCCESS",
        "reset-otp, SUCCESS",
        "registration-email-otp, SUCCESS",
        "idp-review-profile, SUCCESS",
        "idp-confirm-link, SUCCESS",
        "auth-password-form, CHALLENGED",
        "conditional-user-configured, EVALUATED_TRUE",
        "a sub-flow, SUCCESS",
        "a step that was deleted, SUCCESS"
    })
    void isForgottenIfOnlyNamed(String step, ExecutionStatus status) {
        steps.put(step, status);
        assertThat(EarlierUser.isProven(context())).isFalse();
        EarlierUser.forgetUnlessProven(context());
        assertThat(user).isNull();
    }

    /** That form is one of a password and a name for Keycloak, with the password left out. */
    @Test
    void isForgottenIfOnlyNamedThoughKeycloakTakesTheNameForAPassword() {
        notes.put("authn.credentials", "[\"password\"]");
        isForgottenIfOnlyNamed("auth-username-form", ExecutionStatus.SUCCESS);
    }

    /** Of a registration, in the same tab: it has proven an address that is nobody's yet. */
    @Test
    void isForgottenIfWhatWasProvenIsOfNobody() {
        steps.put(AddressFirstAuthenticatorFactory.PROVIDER_ID, ExecutionStatus.SUCCESS);
        isForgottenIfOnlyNamed("organization", ExecutionStatus.ATTEMPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-password-form", "auth-spnego", "webauthn-authenticator-passwordless"})
    void staysWhereAStepHasProvenIt(String step) {
        steps.put("auth-username-form", ExecutionStatus.SUCCESS);
        steps.put(step, ExecutionStatus.SUCCESS);
        stays();
    }

    /** The step of the organizations goes on as if it had not been; after the form of a name, a password may stand beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"[\"webauthn-passwordless\"]", "[\"password\",\"webauthn-passwordless\"]"})
    void staysWhereAPasskeyHasProvenItOnThePageOfTheName(String shown) {
        notes.put("authn.credentials", shown);
        stays();
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-broker-login", "post-broker-login"})
    void staysWhereAnIdentityProviderHasSaidIt(String flow) {
        path = flow;
        stays();
    }

    @Test
    void staysWhereTheBrowserIsTheirs() {
        loggedIn = named("alice");
        stays();
        loggedIn = named("bob");
        assertThat(EarlierUser.isProven(context())).isFalse();
    }

    private void stays() {
        assertThat(EarlierUser.isProven(context())).isTrue();
        EarlierUser.forgetUnlessProven(context());
        assertThat(user).isNotNull();
    }

    private AuthenticationFlowContext context() {
        RealmModel realm = Fake.answering(
                RealmModel.class, Map.of("getAuthenticationExecutionById", given -> execution((String) given.get(0))));
        AuthenticationSessionModel login = Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getAuthNote", given -> notes.get(given.get(0)),
                        "getExecutionStatus", given -> steps,
                        "getRealm", given -> realm,
                        "getParentSession",
                                given -> Fake.answering(
                                        RootAuthenticationSessionModel.class, Map.of("getId", none -> "browser"))));
        return Fake.answering(
                AuthenticationFlowContext.class,
                Map.of(
                        "getUser", given -> user,
                        "clearUser", this::clear,
                        "getFlowPath", given -> path,
                        "getRealm", given -> realm,
                        "getAuthenticationSession", given -> login,
                        "getSession", given -> session()));
    }

    private Object clear(List<Object> none) {
        user = null;
        return null;
    }

    private KeycloakSession session() {
        UserSessionModel own = Fake.answering(UserSessionModel.class, Map.of("getUser", given -> loggedIn));
        UserSessionProvider sessions = Fake.answering(
                UserSessionProvider.class,
                Map.of("getUserSession", given -> given.get(1).equals("browser") && loggedIn != null ? own : null));
        return Fake.answering(KeycloakSession.class, Map.of("sessions", given -> sessions));
    }

    private static AuthenticationExecutionModel execution(String step) {
        if (step.equals("a step that was deleted")) {
            return null;
        }
        var execution = new AuthenticationExecutionModel();
        execution.setAuthenticatorFlow(step.equals("a sub-flow"));
        execution.setAuthenticator(step);
        return execution;
    }
}
