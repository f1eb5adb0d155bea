package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.RemovableExtension;
import io.github.emailotp.server.harness.RemovableKeycloak;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code docs/install.md}, "Remove". */
@Tag("install")
@ExtendWith(RemovableExtension.class)
@DisplayName("A server without the jar")
class RemovalIT {

    private static final String FLOW = "browser email code";
    private static final String STEP = "auth-email-otp-form";

    private final RemovableKeycloak server;
    private final TestRealm realm;
    private final MailServer mail;

    RemovalIT(RemovableKeycloak server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void letsNobodyInByAFlowWithTheStepUntilTheJarIsBack() {
        TestUser user = realm.newUser();
        server.remove();
        Page page = realm.newClient().openLogin();
        assertThat(page.status()).isGreaterThanOrEqualTo(400);
        assertThat(page.isPasswordPage()).isFalse();
        assertThatThrownBy(this::showFlow).as("in the console").isInstanceOf(IllegalStateException.class);

        server.putBack();
        showFlow();
        LoginClient again = realm.newClient();
        again.openLogin();
        again.password(user);
        assertThat(again.code(mail.awaitMail(user.email()).code()).isLoggedIn()).isTrue();
    }

    private void showFlow() {
        realm.admin().get(realm.name() + "/authentication/flows/" + FLOW.replace(" ", "%20") + "/executions");
    }

    @Test
    void isAsIfItHadNeverBeenThereOnceNoFlowHasTheStep() {
        TestUser user = realm.newUser();
        bind("browser");
        assertThat(steps()).contains(STEP);
        server.remove();
        try {
            assertThat(steps()).isNotEmpty().doesNotContain(STEP);
            LoginClient client = realm.newClient();
            client.openLogin();
            assertThat(client.password(user).isLoggedIn()).isTrue();
        } finally {
            bind(FLOW);
        }
    }

    private List<String> steps() {
        return realm.admin()
                .get(realm.name() + "/authentication/authenticator-providers")
                .findValuesAsText("id");
    }

    private void bind(String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", flow));
    }
}
