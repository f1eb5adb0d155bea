package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The step beside others, in the other flows of the test realm. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The step")
class FlowsIT {

    private final TestRealm realm;
    private final MailServer mail;
    private TestUser user;
    private LoginClient client;

    FlowsIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void prepare() {
        user = realm.newUser();
        client = realm.newClient();
    }

    @AfterEach
    void bindTheFlowOfTheRealm() {
        bind("browser email code");
    }

    @Nested
    @DisplayName("as one of several ways")
    class Alternative {

        @BeforeEach
        void bindTheFlow() {
            bind("alternatives");
        }

        @Test
        void isTakenIfItIsTheOnlyWay() {
            client.openLogin();
            assertThat(client.password(user).isCodePage()).isTrue();
            assertThat(client.page().has("#try-another-way")).isFalse();
            assertThat(client.code(code()).isLoggedIn()).isTrue();
        }

        @Test
        void staysOnItsPageAfterAWrongCode() {
            client.openLogin();
            client.password(user);
            String wrong = WrongCode.insteadOf(code());
            assertThat(client.code(wrong).isCodePage()).isTrue();
            assertThat(client.page().error()).contains("Wrong code");
            assertThat(client.code(code()).isLoggedIn()).isTrue();
        }

        @Test
        void sendsNoMailToWhoPrefersAnotherWay() {
            giveAuthenticatorApp();
            client.openLogin();
            assertThat(client.password(user).has("#kc-otp-login-form")).isTrue();
            client.tryAnotherWay();
            assertThat(mail.mailsTo(user.email())).isEmpty();
        }

        @Test
        void isOfferedUnderTryAnotherWay() {
            giveAuthenticatorApp();
            client.openLogin();
            client.password(user);
            Page ways = client.tryAnotherWay();
            assertThat(ways.text()).contains("Email code", "Enter a one-time code that is mailed to you");
            chooseEmailCode(ways);
            assertThat(client.page().has("#try-another-way")).isTrue();
            assertThat(client.code(code()).isLoggedIn()).isTrue();
        }

        @Test
        void saysWhyItDoesNotWorkToWhomChoosesItWithoutAnAddress() {
            giveAuthenticatorApp();
            realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", ""));
            client.openLogin();
            client.password(user);
            chooseEmailCode(client.tryAnotherWay());
            assertThat(client.page().status()).isEqualTo(200);
            assertThat(client.page().text()).contains("no email address", "Try Another Way");
            assertThat(client.tryAnotherWay().text()).contains("Authenticator Application");
        }

        @Test
        void saysWhyItWorksNoLongerToWhoIsOnItsPage() {
            giveAuthenticatorApp();
            client.openLogin();
            client.password(user);
            chooseEmailCode(client.tryAnotherWay());
            assertThat(client.page().isCodePage()).isTrue();
            mail.awaitMail(user.email());
            realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", ""));
            assertThat(client.resend().text()).contains("no email address", "Try Another Way");
        }

        /** There are two codes by email here, for lack of another way that needs no credential. */
        @Test
        void leadsAnAccountWithoutAddressToTheNextWay() {
            FlowEditor twice = FlowEditor.duplicate(realm, "alternatives", "two codes");
            twice.deleteStep("auth-otp-form")
                    .addStep("auth-email-otp-form", "ALTERNATIVE", twice.flowOf("auth-email-otp-form"));
            bind("two codes");
            try {
                realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", ""));
                client.openLogin();
                assertThat(client.password(user).text()).contains("no email address");
                assertThat(client.page().has("#try-another-way"))
                        .as("this is the second, and there is no third")
                        .isFalse();
            } finally {
                bind("browser email code");
                twice.delete();
            }
        }

        private void chooseEmailCode(Page ways) {
            String execution = ways.document().select("[name=authenticationExecution]").stream()
                    .filter(option -> option.closest("li").text().contains("Email code"))
                    .findFirst()
                    .orElseThrow()
                    .attr("value");
            client.submit(Map.of("authenticationExecution", execution));
        }

        private void giveAuthenticatorApp() {
            realm.admin()
                    .updateUser(
                            realm.name(),
                            user.id(),
                            account -> account.putArray("credentials")
                                    .addObject()
                                    .put("type", "otp")
                                    .put("secretData", "{\"value\":\"secret\"}")
                                    .put(
                                            "credentialData",
                                            "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}"));
        }
    }

    @Nested
    @DisplayName("as a step-up")
    class StepUp {

        @BeforeEach
        void bindTheFlow() {
            bind("step-up");
        }

        @Test
        void isAskedForAtTheHigherLevelOnly() {
            client.openLogin();
            assertThat(client.password(user).isLoggedIn()).isTrue();
            assertThat(mail.mailsTo(user.email())).isEmpty();

            assertThat(client.openLogin(Map.of("acr_values", "2")).isCodePage()).isTrue();
            assertThat(client.code(code()).isLoggedIn()).isTrue();
        }

        /** By our own link, and by Keycloak's beside the user's name. */
        @Test
        void neverEndsTheSessionHoweverOftenItIsStartedAgain() {
            client.openLogin();
            client.password(user);
            client.openLogin(Map.of("acr_values", "2"));
            for (int i = 0; i < 5; i++) {
                assertThat(client.restart().has("#email-otp-form"))
                        .as("the step, and no password page")
                        .isTrue();
                assertThat(realm.sessions(user)).hasSize(1);
            }
            assertThat(mail.mailsTo(user.email())).hasSize(1);
        }

        /** As {@code docs/flows.md} says. */
        @Test
        void leavesToKeycloaksListOfOtherWaysALinkThatEndsTheSession() {
            client.openLogin();
            client.password(user);
            FlowEditor two = FlowEditor.duplicate(realm, "step-up", "two ways up");
            String level = two.flowOf("auth-email-otp-form");
            two.deleteStep("auth-email-otp-form")
                    .addSubFlow("ways up", "REQUIRED", level)
                    .addStep("auth-email-otp-form", "ALTERNATIVE", "ways up")
                    .addStep("auth-email-otp-form", "ALTERNATIVE", "ways up");
            bind("two ways up");
            try {
                client.openLogin(Map.of("acr_values", "2"));
                client.tryAnotherWay();
                client.restart();
                assertThat(realm.sessions(user)).isEmpty();
            } finally {
                bind("browser email code");
                two.delete();
            }
        }
    }

    private void bind(String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", flow));
    }

    private String code() {
        return mail.awaitMail(user.email()).code();
    }
}
