package io.github.emailotp.flow.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

/** The rest is shown on a server, by {@code ReportIT}. */
@DisplayName("A report")
class ConsequencesTest {

    private final List<Object> removed = new ArrayList<>();

    private final UserModel owner = Fake.answering(
            UserModel.class,
            Map.of(
                    "credentialManager",
                    given -> Fake.answering(
                            SubjectCredentialManager.class,
                            Map.of(
                                    "getStoredCredentialsByTypeStream", type -> stored((String) type.get(0)),
                                    "removeStoredCredentialById", id -> removed.add(id.get(0))))));

    private static Stream<CredentialModel> stored(String type) {
        return type.equals("email-otp-trusted-browser")
                ? Stream.of("first", "second").map(ConsequencesTest::credential)
                : Stream.of(credential("another"));
    }

    private static CredentialModel credential(String id) {
        CredentialModel credential = new CredentialModel();
        credential.setId(id);
        return credential;
    }

    @Test
    void takesAllBrowsersAwayThatAreAskedForNoCodeAndNothingElse() {
        assertThat(Consequences.removeTrustedBrowsers(owner)).containsExactly("first", "second");
        assertThat(removed).containsExactly("first", "second");
    }

    @Test
    void isTakenBackWhereTheRequestComesToNothingAlone() {
        InVain committed = new InVain(() -> removed.add("undone"));
        committed.begin();
        committed.commit();
        assertThat(removed).isEmpty();
        InVain rolledBack = new InVain(() -> removed.add("undone"));
        rolledBack.begin();
        rolledBack.rollback();
        assertThat(removed).containsExactly("undone");
    }
}
