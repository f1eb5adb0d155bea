package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.emailotp.server.harness.UpdateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Keycloak's Operator asks before it updates a cluster server by server, without a server; from Keycloak 26.2 on. */
@Tag("seldom")
@DisplayName("A rolling update")
class RollingUpdateIT {

    private static final int ROLLING = 0;
    private static final int ALL_AT_ONCE = 3;
    private static final String OURS = "\"email-otp\":{\"stored-forms\":\"1\"}";

    private static final UpdateCommand COMMAND = UpdateCommand.ofBuild();
    private static final boolean IS_THERE =
            !COMMAND.version().startsWith("26.0.") && !COMMAND.version().startsWith("26.1.");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("metadata.json");
    }

    private String metadata() {
        assumeThat(IS_THERE).as("from 26.2 on").isTrue();
        return COMMAND.metadata(file);
    }

    @Test
    void cannotBeAskedForBefore26_2() {
        assumeThat(IS_THERE).isFalse();
        assertThat(COMMAND.writeMetadata(file)).as(COMMAND.printed()).isNotZero();
        assertThat(file).doesNotExist();
        assertThat(COMMAND.printed()).contains("update-compatibility");
    }

    @Test
    void isPossibleBetweenServersThatStoreTheSame() {
        assertThat(metadata()).contains(OURS);
        assertThat(COMMAND.check(file)).as(COMMAND.printed()).isEqualTo(ROLLING);
    }

    @Test
    void isRefusedToAServerThatStoresOtherForms() throws IOException {
        Files.writeString(file, metadata().replace(OURS, OURS.replace("1", "0")));
        assertThat(COMMAND.check(file)).as(COMMAND.printed()).isEqualTo(ALL_AT_ONCE);
        assertThat(COMMAND.printed()).contains("'email-otp.stored-forms' is incompatible: 0 -> 1");
    }

    /** A build from before there was a number is as one that was not there: to be told apart, it would need one. */
    @Test
    void isRefusedWhereThereWasNoNumber() throws IOException {
        Files.writeString(file, metadata().replace(OURS + ",", "").replace("," + OURS, ""));
        assertThat(file).content().doesNotContain("email-otp");
        assertThat(COMMAND.check(file)).as(COMMAND.printed()).isEqualTo(ALL_AT_ONCE);
        assertThat(COMMAND.printed()).contains("'email-otp.stored-forms' is incompatible: null -> 1");
    }

    /** Whoever was there before, and is not any more, is told by name. */
    @Test
    void isRefusedToAServerWithoutAnExtensionThatTheOthersHave() throws IOException {
        Files.writeString(file, metadata().replace(OURS, OURS + ",\"gone\":{\"number\":\"1\"}"));
        assertThat(COMMAND.check(file)).as(COMMAND.printed()).isEqualTo(ALL_AT_ONCE);
        assertThat(COMMAND.printed()).contains("[gone] Provider not found");
    }
}
