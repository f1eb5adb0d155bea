package io.github.emailotp.server.report;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The login has a session already: Keycloak makes the root authentication session anew, with the id of that. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A code behind a login, of a realm in which a password is enough at first,")
class ReportAfterLoginIT {

    private static final String FLOW = "step-up with a link";
    private static final String STEP = "auth-email-otp-form";
    private static final String ACTION = "email-otp-enrol";
    private static final Map<String, String> LEVEL_2 =
            Map.of("claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}");

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser owner;
    private final LoginClient stranger;
    private FlowEditor flow;

    ReportAfterLoginIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.owner = realm.newUser();
        this.stranger = realm.newClient();
    }

    @BeforeEach
    void bind() {
        flow = FlowEditor.duplicate(realm, "step-up", FLOW).configure(STEP, StrangersLogin.WITH_LINK);
        use(FLOW);
        String actions = realm.name() + "/authentication/";
        realm.admin()
                .post(actions + "register-required-action", Map.of("providerId", ACTION, "name", "Set up Email Code"));
        realm.admin()
                .put(actions + "required-actions/" + ACTION + "/config", Map.of("config", StrangersLogin.WITH_LINK));
    }

    @AfterEach
    void unbind() {
        use("browser email code");
        realm.admin().delete(realm.name() + "/authentication/required-actions/" + ACTION);
        flow.delete();
    }

    private void use(String alias) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", alias));
    }

    private StrangersLogin logIn(Map<String, String> then) {
        stranger.openLogin();
        assertThat(stranger.password(owner).isLoggedIn()).as("level 1").isTrue();
        assertThat(stranger.openLogin(then).isCodePage()).isTrue();
        return new StrangersLogin(realm, owner, stranger, mail.awaitMail(owner.email()));
    }

    private void requireOver(Page page) {
        assertThat(page.isLoggedIn()).as(page.text()).isFalse();
        assertThat(page.isCodePage()).as(page.text()).isFalse();
        assertThat(realm.sessions(owner)).isEmpty();
    }

    /** The password alone leads to required actions here: whoever knows it would choose the new one. */
    private void requireNoDemand(StrangersLogin login) {
        assertThat(login.report().text())
                .contains("That login is over. If somebody may know your password, log in and change it");
        assertThat(login.requiredActions()).doesNotContain("UPDATE_PASSWORD");
        assertThat(login.detail("email_otp_password_passed")).isEqualTo("true");
    }

    @Test
    void opensNoHigherLevelAnyMore() {
        StrangersLogin login = logIn(LEVEL_2);
        requireNoDemand(login);
        requireOver(login.logIn());
    }

    @Test
    void enrolsNothingAnyMore() {
        StrangersLogin login = logIn(Map.of("kc_action", ACTION));
        requireNoDemand(login);
        requireOver(login.logIn());
        requireNotEnrolled();
    }

    /** An administrator demands it: the login is not over yet, and the password was typed in it. */
    @Test
    void enrolsNothingAnyMoreWhereThatWasDemanded() {
        realm.admin()
                .updateUser(
                        realm.name(),
                        owner.id(),
                        account -> account.putArray("requiredActions").add(ACTION));
        stranger.openLogin();
        assertThat(stranger.password(owner).isCodePage()).isTrue();
        StrangersLogin login = new StrangersLogin(realm, owner, stranger, mail.awaitMail(owner.email()));
        requireNoDemand(login);
        requireOver(login.logIn());
        requireNotEnrolled();
    }

    private void requireNotEnrolled() {
        assertThat(realm.admin()
                        .get(realm.name() + "/users/" + owner.id() + "/credentials")
                        .toString())
                .doesNotContain("\"email-otp\"");
    }
}
