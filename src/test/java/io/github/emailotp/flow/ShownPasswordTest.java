package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.browser.EmailOtpAuthenticatorFactory;
import io.github.emailotp.flow.first.EmailOtpFirstAuthenticatorFactory;
import io.github.emailotp.flow.resetcredentials.ResetByCodeAuthenticatorFactory;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.storage.ReportedLogin.Password;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.PasswordFormFactory;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

@DisplayName("The password of an account")
class ShownPasswordTest {

    private static final List<AuthenticatorFactory> STEPS = List.of(
            new UsernamePasswordFormFactory(),
            new PasswordFormFactory(),
            new UsernameFormFactory(),
            new OTPFormAuthenticatorFactory(),
            new EmailOtpAuthenticatorFactory(),
            new EmailOtpFirstAuthenticatorFactory(),
            new ResetByCodeAuthenticatorFactory());

    private final RecordedEvents events = new RecordedEvents();

    private final UserModel alice = Fake.answering(
            UserModel.class,
            Map.of(
                    "getId",
                    given -> "alice",
                    "getEmail",
                    given -> "alice@example.test",
                    "getFederationLink",
                    given -> ""));

    @ParameterizedTest
    @CsvSource({
        "auth-username-password-form, SHOWN_EARLIER",
        "auth-password-form, SHOWN_EARLIER",
        "auth-username-form, NOT_SHOWN",
        "auth-otp-form, NOT_SHOWN",
        "auth-email-otp-form, NOT_SHOWN",
        "auth-email-otp-first, NOT_SHOWN",
        "reset-credentials-email-otp, NOT_SHOWN",
        "a step that was removed, NOT_SHOWN"
    })
    void wasShownInTheLoginBeforeIfAStepOfThatHasAskedForIt(String step, Password expected) {
        assertThat(new ShownPassword(occasionAfter(step)).password()).isEqualTo(expected);
    }

    private Occasion occasionAfter(String step) {
        UserSessionModel before = Fake.answering(
                UserSessionModel.class,
                Map.of("getUser", given -> alice, "getNote", given -> "{\"" + step + "\":1700000000}"));
        return new Occasion(
                session(before),
                login(),
                "step",
                Purpose.FIRST,
                Addressee.of(alice),
                "",
                Optional.empty(),
                events.builder());
    }

    private static KeycloakSession session(UserSessionModel before) {
        UserSessionProvider sessions =
                Fake.answering(UserSessionProvider.class, Map.of("getUserSession", given -> before));
        KeycloakSessionFactory factory = Fake.answering(
                KeycloakSessionFactory.class,
                Map.of(
                        "getProviderFactory",
                        given -> STEPS.stream()
                                .filter(step -> step.getId().equals(given.get(1)))
                                .findAny()
                                .orElse(null)));
        return Fake.answering(
                KeycloakSession.class,
                Map.of("sessions", given -> sessions, "getKeycloakSessionFactory", given -> factory));
    }

    private static AuthenticationSessionModel login() {
        RealmModel realm = Fake.answering(
                RealmModel.class, Map.of("getAuthenticationExecutionById", given -> execution((String) given.get(0))));
        RootAuthenticationSessionModel browser =
                Fake.answering(RootAuthenticationSessionModel.class, Map.of("getId", given -> "browser"));
        return Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getAuthenticatedUser", given -> null,
                        "getRealm", given -> realm,
                        "getParentSession", given -> browser));
    }

    private static AuthenticationExecutionModel execution(String step) {
        var execution = new AuthenticationExecutionModel();
        execution.setAuthenticator(step);
        return execution;
    }
}
