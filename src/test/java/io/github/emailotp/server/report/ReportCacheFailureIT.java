package io.github.emailotp.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.breakable.Breakage.Kind;
import io.github.emailotp.server.harness.BreakableExtension;
import io.github.emailotp.server.harness.BreakableKeycloak;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(BreakableExtension.class)
@DisplayName("When the cache for single-use objects fails once while a report is made")
class ReportCacheFailureIT {

    private final BreakableKeycloak keycloak;
    private final TestRealm realm;
    private final MailServer mail;

    ReportCacheFailureIT(BreakableKeycloak keycloak, TestRealm realm, MailServer mail) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.mail = mail;
    }

    @ParameterizedTest
    @CsvSource({
        "read, report, THROWS",
        "read, report, SAYS_NO",
        "replace, report, THROWS",
        "replace, report, LOSES_THE_ANSWER",
        "replace, report, SAYS_NO",
        "create, reported, THROWS",
        "create, reported, LOSES_THE_ANSWER",
        "create, reported, SAYS_NO"
    })
    void nothingIsDoneByHalvesAndTheLinkStillWorks(String operation, String cell, Kind kind) {
        realm.configureStep(StrangersLogin.WITH_LINK);
        TestUser owner = realm.newUser();
        assertThat(StrangersLogin.begin(realm, mail, owner).logIn().isLoggedIn())
                .as("elsewhere")
                .isTrue();
        StrangersLogin login = StrangersLogin.begin(realm, mail, owner);
        keycloak.breakCacheOnce(kind, "^" + operation + " email-otp\\." + cell + "\\.");
        Page first = login.report();
        keycloak.repair();
        if (first.status() != 200) {
            assertThat(first.status()).isIn(404, 503);
            assertThat(login.reports()).isZero();
            assertThat(login.requiredActions()).isEmpty();
            assertThat(realm.sessions(owner)).hasSize(1);
        }
        assertThat(login.report().text()).contains("Somebody knows your password");
        assertThat(login.reports()).isOne();
        assertThat(login.detail("email_otp_silence")).isEqualTo("900");
        assertThat(login.requiredActions()).containsExactly("UPDATE_PASSWORD");
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(login.logIn().isLoggedIn()).isFalse();
    }
}
