package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.setup.FlowPart.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.provider.ProviderFactory;

@DisplayName("What makes a box for trust useless")
class TrustFaultsTest {

    private static FlowPart code(String days, Requirement requirement) {
        return new FlowPart(
                Kind.STEP,
                "Email code",
                "auth-email-otp-form",
                requirement,
                Map.of("trustedBrowserDays", days),
                List.of());
    }

    private static FlowPart condition(Requirement requirement) {
        return new FlowPart(
                Kind.CONDITION,
                "Condition - trusted browser",
                "conditional-email-otp-trusted",
                requirement,
                Map.of(),
                List.of());
    }

    private static FlowPart step(String provider, Requirement requirement) {
        return FlowPart.step(provider, provider, requirement);
    }

    /** With a password before. */
    private static FlowPart flow(FlowPart... parts) {
        return around(
                Stream.concat(Stream.of(step("auth-username-password-form", Requirement.REQUIRED)), Stream.of(parts))
                        .toArray(FlowPart[]::new));
    }

    private static FlowPart around(FlowPart... parts) {
        return FlowPart.subFlow("browser", Requirement.REQUIRED, List.of(parts));
    }

    /** Where the address of an account is guarded by itself. */
    private static List<Fault> faults(FlowPart flow) {
        return TrustFaults.of(flow, false);
    }

    private static FlowPart usual() {
        return conditional(condition(Requirement.REQUIRED), code("30", Requirement.REQUIRED));
    }

    private static FlowPart conditional(FlowPart... parts) {
        return FlowPart.subFlow("code", Requirement.CONDITIONAL, List.of(parts));
    }

    @Test
    void isNothingWhereTheConditionStandsAroundTheStep() {
        assertThat(faults(flow(conditional(condition(Requirement.REQUIRED), code("30", Requirement.REQUIRED)))))
                .isEmpty();
        assertThat(faults(flow(conditional(
                        condition(Requirement.REQUIRED),
                        FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(code("30", Requirement.ALTERNATIVE)))))))
                .isEmpty();
    }

    @Test
    void isNothingWhereNobodyIsOfferedIt() {
        assertThat(faults(flow(code("0", Requirement.REQUIRED)))).isEmpty();
        assertThat(faults(flow(code("30", Requirement.DISABLED)))).isEmpty();
    }

    @Test
    void isAConditionThatIsNotThereOrDisabled() {
        FlowPart step = code("30", Requirement.REQUIRED);
        for (FlowPart flow : List.of(
                flow(step),
                flow(conditional(step)),
                flow(conditional(condition(Requirement.DISABLED), step)),
                flow(FlowPart.subFlow("code", Requirement.REQUIRED, List.of(condition(Requirement.REQUIRED), step))))) {
            assertThat(faults(flow)).singleElement().satisfies(fault -> {
                assertThat(fault.fact()).contains("asks for a code there all the same");
                assertThat(fault.advice()).contains("Condition - trusted browser", "trustedBrowserDays to 0");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "91", "many", ""})
    void isAStepBesideTheConditionThatOffersNothing(String days) {
        FlowPart flow = flow(conditional(condition(Requirement.REQUIRED), code(days, Requirement.REQUIRED)));
        assertThat(faults(flow))
                .singleElement()
                .satisfies(fault -> assertThat(fault.fact()).contains("in \"code\" trusts no browser"));
    }

    @Test
    void isANameThatNothingProves() {
        FlowPart name = step("auth-username-form", Requirement.REQUIRED);
        for (FlowPart flow : List.of(
                around(name, usual()),
                around(name, usual(), step("allow-access-authenticator", Requirement.REQUIRED)),
                around(name, usual(), step("auth-password-form", Requirement.DISABLED)))) {
            assertThat(faults(flow)).singleElement().satisfies(fault -> {
                assertThat(fault.fact()).contains("a name and a trusted browser are enough");
                assertThat(fault.advice()).contains("Password Form");
            });
        }
        FlowPart password = step("auth-password-form", Requirement.REQUIRED);
        assertThat(faults(around(name, password, usual()))).isEmpty();
        assertThat(faults(around(name, usual(), password))).isEmpty();
        assertThat(faults(around(name, FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(password)), usual())))
                .isEmpty();
    }

    @Test
    void isAConditionInALevelThatIsReachedByACode() {
        FlowPart password = step("auth-username-password-form", Requirement.REQUIRED);
        FlowPart first = Levels.level("1", password);
        FlowPart levelled = Levels.level("2", condition(Requirement.REQUIRED), code("30", Requirement.REQUIRED));
        for (FlowPart flow : List.of(
                around(first, Levels.level("2", usual(), step("auth-otp-form", Requirement.REQUIRED))),
                around(first, levelled),
                around(Levels.level("2", password, usual())),
                around(
                        Levels.level("0", password),
                        Levels.level("1", usual(), step("auth-otp-form", Requirement.REQUIRED))))) {
            assertThat(faults(flow)).singleElement().satisfies(fault -> {
                assertThat(fault.fact())
                        .contains("trusts no browser: a level above")
                        .contains("is reached by a code");
                assertThat(fault.advice()).isEqualTo("Delete it there.");
            });
        }
        assertThat(faults(around(Levels.level("1", password, usual())))).isEmpty();
    }

    @Test
    void isAnAddressThatIsChangedWithoutACode() {
        assertThat(TrustFaults.of(flow(usual()), true)).singleElement().satisfies(fault -> {
            assertThat(fault.fact())
                    .contains("trusted in \"code\"", "changes the address of the account without a code");
            assertThat(fault.advice()).contains("Update Email");
        });
        assertThat(TrustFaults.of(flow(code("0", Requirement.REQUIRED)), true))
                .as("nobody trusts a browser")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // action, enabled, feature, address is the name, name can be changed: open
        "true,  true,  true,  false, false, false",
        "false, false, true,  false, false, true",
        "true,  false, true,  false, false, true",
        "true,  true,  false, false, false, true",
        "false, false, true,  true,  false, false",
        "false, false, true,  true,  true,  true"
    })
    void dependsOnWhoMayChangeTheAddress(
            boolean isThere, boolean isOn, boolean isKnown, boolean isName, boolean isNameOpen, boolean isOpen) {
        var action = new RequiredActionProviderModel();
        action.setEnabled(isOn);
        RealmModel realm = Fake.answering(
                RealmModel.class,
                Map.of(
                        "getRequiredActionProviderByAlias",
                        given -> isThere && given.contains("UPDATE_EMAIL") ? action : null,
                        "isRegistrationEmailAsUsername",
                        none -> isName,
                        "isEditUsernameAllowed",
                        none -> isNameOpen));
        KeycloakSessionFactory factories = Fake.answering(
                KeycloakSessionFactory.class,
                Map.of(
                        "getProviderFactory",
                        given -> isKnown && given.contains("UPDATE_EMAIL")
                                ? Fake.answering(ProviderFactory.class, Map.of())
                                : null));
        KeycloakSession session =
                Fake.answering(KeycloakSession.class, Map.of("getKeycloakSessionFactory", none -> factories));
        assertThat(TrustFaults.isAddressOpen(session, realm)).isEqualTo(isOpen);
    }
}
