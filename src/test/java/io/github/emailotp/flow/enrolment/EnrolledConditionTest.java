package io.github.emailotp.flow.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

/** Somebody who has an app and no mailed code, unless a test says something else. */
@DisplayName("The condition that the code is enrolled")
class EnrolledConditionTest {

    private static final String TOP = "2FA";
    private static final String APP = "app";
    private static final String NOT_SET_UP = "key";

    private final List<AuthenticationExecutionModel> parts = new ArrayList<>();
    private boolean hasCode;

    @Test
    void isMetByWhoeverHasTheCode() {
        hasCode = true;
        assertThat(isMet()).isTrue();
    }

    @Test
    void isMetWhereAnotherOfTheWaysIsSetUp() {
        step(TOP, NOT_SET_UP, Requirement.ALTERNATIVE);
        assertThat(isMet()).isFalse();
        step(TOP, APP, Requirement.ALTERNATIVE);
        assertThat(isMet()).isTrue();
    }

    /** Where everything is Required, the other is no way to take instead. */
    @Test
    void isNotMetByAStepThatIsAskedBesides() {
        step(TOP, APP, Requirement.REQUIRED);
        assertThat(isMet()).isFalse();
    }

    /** Or the password alone lets in whoever has only the app. */
    @ParameterizedTest
    @EnumSource(names = "DISABLED", mode = EnumSource.Mode.EXCLUDE)
    void isMetWhereTheWaysStandInASubFlowHoweverItIsRequired(Requirement requirement) {
        subFlow(TOP, "second factor", requirement);
        step("second factor", APP, Requirement.ALTERNATIVE);
        assertThat(isMet()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = "DISABLED", mode = EnumSource.Mode.EXCLUDE)
    void isMetHoweverDeepTheyStand(Requirement requirement) {
        subFlow(TOP, "choice", Requirement.ALTERNATIVE);
        subFlow("choice", "second factor", requirement);
        step("second factor", APP, requirement);
        assertThat(isMet()).isTrue();
    }

    @Test
    void isNotMetByWhatIsDisabled() {
        step(TOP, APP, Requirement.DISABLED);
        subFlow(TOP, "second factor", Requirement.DISABLED);
        step("second factor", APP, Requirement.ALTERNATIVE);
        subFlow(TOP, "choice", Requirement.REQUIRED);
        step("choice", APP, Requirement.DISABLED);
        assertThat(isMet()).isFalse();
    }

    private void step(String flow, String step, Requirement requirement) {
        part(flow, requirement).setAuthenticator(step);
    }

    private void subFlow(String flow, String name, Requirement requirement) {
        AuthenticationExecutionModel part = part(flow, requirement);
        part.setAuthenticatorFlow(true);
        part.setFlowId(name);
    }

    private AuthenticationExecutionModel part(String flow, Requirement requirement) {
        var part = new AuthenticationExecutionModel();
        part.setParentFlow(flow);
        part.setRequirement(requirement);
        parts.add(part);
        return part;
    }

    private boolean isMet() {
        RealmModel realm = Fake.answering(
                RealmModel.class,
                Map.of(
                        "getAuthenticationExecutionsStream",
                        given -> parts.stream()
                                .filter(part -> part.getParentFlow().equals(given.get(0)))));
        KeycloakSession session = Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "getProvider",
                        given -> Fake.answering(
                                Authenticator.class,
                                Map.of("configuredFor", any -> given.get(1).equals(APP)))));
        AuthenticationExecutionModel own = new AuthenticationExecutionModel();
        own.setParentFlow(TOP);
        return new EnrolledCondition()
                .matchCondition(Fake.answering(
                        AuthenticationFlowContext.class,
                        Map.of(
                                "getUser", given -> user(),
                                "getRealm", given -> realm,
                                "getSession", given -> session,
                                "getExecution", given -> own)));
    }

    private UserModel user() {
        SubjectCredentialManager credentials = Fake.answering(
                SubjectCredentialManager.class,
                Map.of(
                        "getStoredCredentialsByTypeStream",
                        given -> hasCode ? Stream.of(new CredentialModel()) : Stream.empty()));
        return Fake.answering(UserModel.class, Map.of("credentialManager", given -> credentials));
    }
}
