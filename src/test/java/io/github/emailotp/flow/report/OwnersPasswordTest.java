package io.github.emailotp.flow.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.storage.HashedName;
import io.github.emailotp.storage.Report;
import io.github.emailotp.storage.ReportedLogin;
import io.github.emailotp.storage.ReportedLogin.Password;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

@DisplayName("Another password")
class OwnersPasswordTest {

    private static final Instant MAILED = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final String ID = "0123";
    private static final String ADDRESS = "alice@example.test";

    private final RequiredActionProviderModel action = new RequiredActionProviderModel();
    private final ComponentModel store = new ComponentModel();
    private final CredentialModel password = new CredentialModel();
    private final Map<String, Function<List<Object>, Object>> user = new HashMap<>();
    private boolean isDemanded;

    OwnersPasswordTest() {
        action.setEnabled(true);
        password.setCreatedDate(MAILED.minusMillis(1).toEpochMilli());
        user.put("getId", given -> "alice");
        user.put("getEmail", given -> ADDRESS);
        user.put("getFederationLink", given -> null);
        user.put(
                "credentialManager",
                given -> Fake.answering(
                        SubjectCredentialManager.class,
                        Map.of("getStoredCredentialsByTypeStream", type -> Stream.of(password))));
        user.put("addRequiredAction", given -> isDemanded = true);
    }

    private Told demand(Purpose purpose, Password shown) {
        RealmModel realm = Fake.answering(
                RealmModel.class,
                Map.of("getRequiredActionProviderByAlias", given -> action, "getComponent", given -> store));
        var login = new ReportedLogin("root", "192.0.2.1", purpose, shown, Optional.empty());
        var report = new Report("alice", HashedName.of("report-address", ID, ADDRESS), login, MAILED);
        return new OwnersPassword(new OpenReport(
                        Fake.answering(KeycloakSession.class, Map.of()),
                        realm,
                        Fake.answering(UserModel.class, user),
                        ID,
                        report,
                        Clock.fixed(MAILED.plusSeconds(60), ZoneOffset.UTC)))
                .demandIfDue();
    }

    @Test
    void isDemandedWhereTheRightOneWasTypedInTheLogin() {
        assertThat(demand(Purpose.LOGIN, Password.SHOWN)).isEqualTo(Told.PASSWORD);
        assertThat(isDemanded).isTrue();
    }

    @Test
    void isOnlyAdvisedWhereItWasTypedEarlierAndNotSpokenOfWhereItWasNot() {
        assertThat(demand(Purpose.LOGIN, Password.SHOWN_EARLIER)).isEqualTo(Told.LOGIN);
        assertThat(demand(Purpose.ENROL, Password.SHOWN_EARLIER)).isEqualTo(Told.LOGIN);
        assertThat(demand(Purpose.FIRST, Password.NOT_SHOWN)).isEqualTo(Told.EVERYBODY);
        assertThat(isDemanded).isFalse();
    }

    @Test
    void isNotDemandedOfWhoeverHasGotOneSinceTheMail() {
        password.setCreatedDate(MAILED.toEpochMilli());
        assertThat(demand(Purpose.LOGIN, Password.SHOWN)).isEqualTo(Told.LOGIN);
        assertThat(isDemanded).isFalse();
    }

    @Test
    void isNotDemandedWhereTheActionIsSwitchedOff() {
        action.setEnabled(false);
        assertThat(demand(Purpose.LOGIN, Password.SHOWN)).isEqualTo(Told.LOGIN);
        assertThat(isDemanded).isFalse();
    }

    @Test
    void isNotDemandedWhereItsStoreTakesNone() {
        user.put("getFederationLink", given -> "ldap");
        store.put("editMode", "WRITABLE");
        assertThat(demand(Purpose.LOGIN, Password.SHOWN)).isEqualTo(Told.PASSWORD);
        isDemanded = false;
        store.put("editMode", "READ_ONLY");
        assertThat(demand(Purpose.LOGIN, Password.SHOWN)).isEqualTo(Told.LOGIN);
        assertThat(isDemanded).isFalse();
    }

    /** As Keycloak's {@code ReadOnlyUserModelDelegate}. */
    @Test
    void isOnlyAdvisedWhereTheUserCannotBeChanged() {
        user.put("addRequiredAction", given -> {
            throw new ReadOnlyException("The user is read only");
        });
        assertThat(demand(Purpose.LOGIN, Password.SHOWN)).isEqualTo(Told.LOGIN);
    }

    @Test
    void isNotSpokenOfOnlyWhereAResetHasSetNone() {
        assertThat(demand(Purpose.RESET, Password.NOT_SHOWN)).isEqualTo(Told.EVERYBODY);
        password.setCreatedDate(MAILED.plusSeconds(1).toEpochMilli());
        assertThat(demand(Purpose.RESET, Password.NOT_SHOWN)).isEqualTo(Told.PASSWORD);
        password.setCreatedDate(MAILED.minusSeconds(1).toEpochMilli());
        user.put("getFederationLink", given -> "ldap");
        assertThat(demand(Purpose.RESET, Password.NOT_SHOWN)).isEqualTo(Told.LOGIN);
        assertThat(isDemanded).isFalse();
    }

    @Test
    void isNotDemandedOfWhoeverHasAnotherAddress() {
        user.put("getEmail", given -> "moved@example.test");
        assertThat(demand(Purpose.LOGIN, Password.SHOWN)).isEqualTo(Told.LOGIN);
        assertThat(isDemanded).isFalse();
    }
}
