package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.ResetRealm;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else than a login is asked for, in a browser that its owner trusts: there it is not enough, and old. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The trust in a browser, beyond a usual login,")
class TrustLimitsIT {

    private final TestRealm realm;
    private final MailServer mail;
    private TrustingRealm trusting;
    private TestUser user;
    private LoginClient owner;

    TrustLimitsIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void trustABrowser() {
        trusting = TrustingRealm.bind(realm, mail);
        user = realm.newUser();
        owner = realm.newClient();
        trusting.trust(owner, user);
    }

    @AfterEach
    void unbind() {
        trusting.close();
    }

    /** Where a name is all that was shown, the code is what proves whose account it is. */
    @Test
    void isNotEnoughForANewPassword() {
        String reset = "reset with a trusted browser";
        String code = "its code";
        FlowEditor flow = FlowEditor.create(realm, reset)
                .addStep("reset-credentials-choose-user", "REQUIRED", reset)
                .addSubFlow(code, "CONDITIONAL", reset)
                .addStep(TrustingRealm.CONDITION, "REQUIRED", code)
                .addStep(TrustingRealm.STEP, "REQUIRED", code)
                .addStep("reset-password", "REQUIRED", reset)
                .configure(TrustingRealm.STEP, Map.of("trustedBrowserDays", "30"));
        realm.admin()
                .updateRealm(
                        realm.name(),
                        settings -> settings.put("resetCredentialsFlow", reset).put("resetPasswordAllowed", true));
        try {
            owner.openLogin();
            ResetRealm.forget(owner);
            Page page = owner.submit(Map.of("username", user.username()));
            assertThat(page.isCodePage()).as(page.text()).isTrue();
            assertThat(page.has("#email-otp-trust")).isFalse();
        } finally {
            realm.admin()
                    .updateRealm(
                            realm.name(),
                            settings -> settings.put("resetCredentialsFlow", "reset credentials")
                                    .put("resetPasswordAllowed", false));
            flow.delete();
        }
    }

    @ParameterizedTest
    @CsvSource({"prompt, login", "max_age, 0", "max_age, 86400", "acr_values, 2", "kc_action, UPDATE_PROFILE"})
    void isNotEnoughWhereMoreIsAskedFor(String parameter, String asked) {
        assertThat(trusting.logIn(owner, user, Map.of(parameter, asked)).isCodePage())
                .as("nobody is logged in")
                .isTrue();
        assertThat(trusting.logIn(owner, user).isLoggedIn())
                .as("nothing is asked")
                .isTrue();
    }

    @Test
    void isNotEnoughToShowAnewWhoSomebodyIs() {
        assertThat(trusting.logIn(owner, user).isLoggedIn()).isTrue();
        assertThat(owner.openLogin().isLoggedIn()).as("single sign-on").isTrue();
        owner.openLogin(Map.of("prompt", "login"));
        assertThat(owner.submit(Map.of("password", user.password())).isCodePage())
                .isTrue();
    }

    /** Otherwise, whoever has logged in without a code could act on the account at once. */
    @Test
    void isAsOldAsItsCode() {
        for (int i = 0; i < 4; i++) {
            Patience.untilTheNextSecond();
        }
        assertThat(trusting.logIn(owner, user).isLoggedIn()).isTrue();
        owner.openLogin(Map.of("max_age", "3"));
        assertThat(owner.page().isLoggedIn()).isFalse();
        assertThat(owner.submit(Map.of("password", user.password())).isCodePage())
                .isTrue();
    }

    /** The login begins again, and keeps what applications are told. */
    @Test
    void saysNothingOfTheAgeOfACodeThatSomebodyElseEntersThen() {
        trusting.flow()
                .addStep("auth-password-form", "REQUIRED", trusting.flow().flowOf("auth-username-password-form"));
        Patience.untilTheNextSecond();
        Patience.untilTheNextSecond();
        Page again = trusting.logIn(owner, user);
        assertThat(again.isCodePage() || again.isLoggedIn()).as(again.text()).isFalse();
        owner.restart();
        TestUser other = realm.newUser();
        long now = System.currentTimeMillis() / 1000;
        assertThat(owner.password(other).isCodePage()).isTrue();
        owner.code(mail.awaitMail(other.email()).code());
        assertThat(owner.submit(Map.of("password", other.password())).isLoggedIn())
                .isTrue();
        assertThat(OwnAccount.in(owner, realm).authTime()).isGreaterThanOrEqualTo(now);
    }

    /** That of another sub-flow, whose step offers nothing. */
    @Test
    void isAsOldAsItsCodeAlsoWhereAnotherConditionTrustsNobody() {
        String second = "for whoever is not trusted there";
        FlowEditor flow = trusting.flow();
        flow.addSubFlow(second, "CONDITIONAL", flow.flowOf("auth-username-password-form"))
                .addStep(TrustingRealm.CONDITION, "REQUIRED", second)
                .addStep("allow-access-authenticator", "REQUIRED", second);
        for (int i = 0; i < 4; i++) {
            Patience.untilTheNextSecond();
        }
        assertThat(trusting.logIn(owner, user).isLoggedIn()).isTrue();
        assertThat(owner.openLogin(Map.of("max_age", "3")).isLoggedIn()).isFalse();
        assertThat(owner.submit(Map.of("password", user.password())).isCodePage())
                .isTrue();
    }

    @Test
    void isNotEnoughToRemoveACredential() {
        String id = trusting.browsers(user).get(0).required("id").asText();
        assertThat(trusting.logIn(owner, user, Map.of("kc_action", "delete_credential:" + id))
                        .isCodePage())
                .isTrue();
    }

    /** Otherwise, all codes would go to whoever has the password and a copy of the cookie. */
    @Test
    void isNotEnoughToChangeTheAddressWhereTheActionForThatIsOn() {
        String path = realm.name() + "/authentication/required-actions/UPDATE_EMAIL";
        boolean isThere = false;
        for (JsonNode action : realm.admin().get(realm.name() + "/authentication/required-actions")) {
            isThere |= action.path("alias").asText().equals("UPDATE_EMAIL");
        }
        assumeThat(isThere).as("from 26.4 on").isTrue();
        ObjectNode action = (ObjectNode) realm.admin().get(path);
        realm.admin().put(path, action.put("enabled", true));
        realm.admin().put(path + "/config", Map.of("config", Map.of("max_auth_age", "1")));
        try {
            assertThat(trusting.logIn(owner, user).isLoggedIn()).isTrue();
            assertThat(OwnAccount.in(owner, realm).setAddress("moved-" + user.email()))
                    .isEqualTo(400);
            Patience.untilTheNextSecond();
            Patience.untilTheNextSecond();
            Patience.untilTheNextSecond();
            assertThat(owner.openLogin(Map.of("kc_action", "UPDATE_EMAIL")).has("[name=email]"))
                    .isFalse();
            assertThat(owner.submit(Map.of("password", user.password())).isCodePage())
                    .isTrue();
            realm.endSessions(user);
            assertThat(trusting.logIn(owner, user, Map.of("kc_action", "UPDATE_EMAIL"))
                            .isCodePage())
                    .isTrue();
            assertThat(realm.admin()
                            .get(realm.name() + "/users/" + user.id())
                            .path("email")
                            .asText())
                    .isEqualTo(user.email());
        } finally {
            realm.admin().put(path + "/config", Map.of("config", Map.of("max_auth_age", "300")));
            realm.admin().put(path, action.put("enabled", false));
        }
    }
}
