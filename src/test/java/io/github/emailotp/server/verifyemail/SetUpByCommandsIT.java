package io.github.emailotp.server.verifyemail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final String NAME = "shop";
    private static final Pattern COMMANDS =
            Pattern.compile("## An address verified by a code.*?```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private static Path folder;

    private final TestRealm realm;
    private final KeycloakServer server;

    SetUpByCommandsIT(TestRealm realm, KeycloakServer server) {
        this.realm = realm;
        this.server = server;
    }

    @BeforeEach
    void makeTheRealm() {
        realm.admin()
                .importRealm(
                        JsonNodeFactory.instance.objectNode().put("realm", NAME).put("enabled", true));
    }

    @AfterEach
    void deleteIt() {
        realm.admin().delete(NAME);
    }

    @Test
    void verifyByCodeAboveUpdatePasswordAndNotByLink() throws Exception {
        run("kcadm.sh config credentials --server " + server.url() + " --realm master --user admin --password admin\n"
                + commands());
        assertThat(realm.admin().get(NAME).path("verifyEmail").asBoolean()).isTrue();
        assertThat(isEnabled(VerifyingRealm.BY_CODE)).isTrue();
        assertThat(isEnabled(VerifyingRealm.BY_LINK)).isFalse();
        assertThat(priority(VerifyingRealm.BY_CODE)).isLessThan(priority("UPDATE_PASSWORD"));
    }

    private static String commands() throws IOException {
        Matcher matcher = COMMANDS.matcher(Files.readString(Path.of("docs", "flows.md")));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private void run(String commands) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder bash = new ProcessBuilder("bash", "-e", "-c", commands)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        bash.environment().merge("PATH", server.kcadm().getParent().toString(), (path, bin) -> bin + ":" + path);
        bash.environment().put("HOME", folder.toString());
        bash.environment().put("KC_OPTS", "-Duser.home=" + folder);
        assertThat(bash.start().waitFor()).as(Files.readString(output)).isZero();
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
