package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines for the command line in {@code docs/flows.md}, in an empty realm: they make what {@link SetUpsIT} attacks. */
@Tag("every-version")
@Tag("long")
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(KeycloakExtension.class)
@DisplayName("The lines for the command line")
class CommandLinesIT {

    private static final String COPY = "browser-copy";

    @TempDir
    private static Path folder;

    private final TestRealm realm;
    private final AdminApi admin;
    private final EmptyRealm empty;

    CommandLinesIT(TestRealm realm, KeycloakServer server) {
        this.realm = realm;
        this.admin = realm.admin();
        this.empty = new EmptyRealm(realm, server, folder);
    }

    @BeforeEach
    void makeAnEmptyRealm() {
        empty.make();
    }

    @AfterEach
    void deleteIt() {
        empty.delete();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            A code for everybody               | a code for everybody
            The authenticator app, or a code   | the app, or a code
            A security key, the app, or a code | a security key, the app, or a code
            A passkey, or password and code    | a passkey, or password and code
            """)
    void makeTheFlowOfTheText(String section, String setUp) {
        List<String> asInTheConsole = inTheConsole(SetUp.right(setUp));
        String said = empty.run("On the command line", section);
        assertThat(steps(DocumentedLines.REALM, COPY)).as(said).isEqualTo(asInTheConsole);
        assertThat(empty.get("").required("browserFlow").asText()).isEqualTo(COPY);
    }

    private List<String> inTheConsole(SetUp setUp) {
        BoundFlow flow = BoundFlow.of(realm, setUp);
        try {
            return steps(realm.name(), "browser copy");
        } finally {
            flow.close();
        }
    }

    /** The steps and sub-flows of a flow in their order, with their depth and requirement. */
    private List<String> steps(String in, String flow) {
        List<String> steps = new ArrayList<>();
        admin.get(in + "/authentication/flows/" + flow.replace(" ", "%20") + "/executions")
                .forEach(step -> steps.add("%s %s %s"
                        .formatted(
                                step.required("level").asInt(),
                                step.required("displayName").asText().replaceFirst("^" + flow + " ", ""),
                                step.required("requirement").asText())));
        return steps;
    }
}
