package io.github.emailotp.server.verifyemail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.emailotp.server.harness.AdminCommandLine;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.setup.DocumentedLines;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/flows.md}, as they stand there, on a realm that has nothing but what Keycloak gives it. */
@Tag("every-version")
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(KeycloakExtension.class)
@DisplayName("The documentation's commands")
class SetUpByCommandsIT {

    private static final String NAME = DocumentedLines.REALM;

    @TempDir
    private static Path folder;

    private final TestRealm realm;
    private final AdminCommandLine kcadm;

    SetUpByCommandsIT(TestRealm realm, KeycloakServer server) {
        this.realm = realm;
        this.kcadm = new AdminCommandLine(server, folder);
    }

    @BeforeEach
    void makeTheRealm() {
        realm.admin()
                .importRealm(
                        JsonNodeFactory.instance.objectNode().put("realm", NAME).put("enabled", true));
        kcadm.logIn();
    }

    @AfterEach
    void deleteIt() {
        realm.admin().delete(NAME);
    }

    @Test
    void verifyByCodeAboveUpdatePasswordAndNotByLink() {
        kcadm.runLines(DocumentedLines.of("An address verified by a code"));
        assertThat(realm.admin().get(NAME).path("verifyEmail").asBoolean()).isTrue();
        assertThat(isEnabled(VerifyingRealm.BY_CODE)).isTrue();
        assertThat(isEnabled(VerifyingRealm.BY_LINK)).isFalse();
        assertThat(priority(VerifyingRealm.BY_CODE)).isLessThan(priority("UPDATE_PASSWORD"));
    }

    private boolean isEnabled(String action) {
        return realm.admin()
                .get(NAME + "/authentication/required-actions/" + action)
                .path("enabled")
                .asBoolean();
    }

    private int priority(String action) {
        return realm.admin()
                .get(NAME + "/authentication/required-actions/" + action)
                .path("priority")
                .asInt();
    }
}
