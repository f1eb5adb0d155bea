package io.github.emailotp.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.ResetRealm;
import io.github.emailotp.server.trusted.TrustingRealm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The request with the code has begun before the report, and ends behind it. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login that is reported while its code is typed")
class ReportedAtOnceIT {

    private static final int TIMES = 20;

    private final TestRealm realm;
    private final MailServer mail;

    ReportedAtOnceIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void leavesNoSession() {
        realm.configureStep(StrangersLogin.WITH_LINK);
        List<TestUser> owners = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            TestUser owner = realm.newUser();
            StrangersLogin login = StrangersLogin.begin(realm, mail, owner);
            AtOnce.call(List.<Callable<Page>>of(login::logIn, login::report));
            assertThat(login.reports()).isOne();
            owners.add(owner);
        }
        for (TestUser owner : owners) {
            Patience.until(
                    "the end of all sessions", () -> realm.sessions(owner).isEmpty());
        }
    }

    /** The box is ticked: what is stored in a transaction of its own may come behind the report, and its second. */
    @Test
    void leavesNoTrustedBrowser() {
        List<StrangersLogin> logins = new ArrayList<>();
        try (TrustingRealm trusting = TrustingRealm.bind(realm, mail)) {
            trusting.configure(StrangersLogin.WITH_LINK);
            for (int i = 0; i < TIMES; i++) {
                StrangersLogin login = StrangersLogin.begin(realm, mail, realm.newUser());
                Map<String, String> ticked =
                        Map.of("oneTimeCode", login.received().code(), TrustingRealm.BOX, "true");
                AtOnce.call(List.<Callable<Page>>of(() -> login.browser().submit(ticked), login::report));
                assertThat(login.reports()).isOne();
                logins.add(login);
            }
            for (StrangersLogin login : logins) {
                // What a request has left that was under way may still let in, listed or not, until all is looked at
                // once more after ten seconds.
                Patience.until(
                        "the end of all trust and all sessions",
                        () -> trusting.browsers(login.owner()).isEmpty()
                                && realm.sessions(login.owner()).isEmpty()
                                && login.browser().openLogin().isPasswordPage());
                Page page = login.browser().password(login.owner());
                assertThat(page.isLoggedIn() || page.has("[name=password-new]"))
                        .as("past the code: %s", page.text())
                        .isFalse();
            }
        }
    }

    /** Of a reset: it is set, and hashed, while the report is being made. */
    @Test
    void leavesNoPassword() {
        Map<TestUser, Long> owners = new HashMap<>();
        ResetRealm reset = new ResetRealm(realm);
        reset.open();
        try {
            reset.configure(StrangersLogin.WITH_LINK);
            for (int i = 0; i < TIMES; i++) {
                TestUser owner = realm.newUser();
                LoginClient client = reset.arrive(owner.email());
                StrangersLogin login = new StrangersLogin(realm, owner, client, mail.awaitMail(owner.email()));
                assertThat(ResetRealm.isPasswordPage(login.logIn())).isTrue();
                owners.put(owner, System.currentTimeMillis());
                AtOnce.call(List.<Callable<Page>>of(() -> ResetRealm.setPassword(client), login::report));
                assertThat(login.reports()).isOne();
            }
        } finally {
            reset.close();
        }
        owners.forEach(
                (owner, before) -> Patience.until("the end of the new password", () -> passwordOf(owner) < before));
    }

    /** When it was set; 0 if there is none. */
    private long passwordOf(TestUser owner) {
        for (JsonNode credential : realm.admin().get(realm.name() + "/users/" + owner.id() + "/credentials")) {
            if (credential.path("type").asText().equals("password")) {
                return credential.required("createdDate").asLong();
            }
        }
        return 0;
    }
}
