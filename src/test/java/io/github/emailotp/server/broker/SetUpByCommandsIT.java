package io.github.emailotp.server.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.OtherRealm;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.setup.EmptyRealm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @TempDir
    private static Path folder;

    private final KeycloakServer server;
    private final EmptyRealm realm;
    private final MailServer mail;

    SetUpByCommandsIT(TestRealm other, KeycloakServer server, MailServer mail) {
        this.server = server;
        this.realm = new EmptyRealm(other, server, folder);
        this.mail = mail;
    }

    @BeforeEach
    void makeTheRealm() {
        realm.make();
    }

    @AfterEach
    void deleteIt() {
        realm.delete();
    }

    @Test
    void linkByCodeBeforeThePasswordAndNotByLink() {
        String said = realm.run("On the command line", "An account linked by a code");
        String flow = realm.get("").path("firstBrokerLoginFlow").asText();
        assertThat(flow).as(said).isEqualTo("first-login-copy");
        assertThat(options(flow))
                .as(said)
                .containsSubsequence(
                        "2 " + flow + " Account verification options REQUIRED",
                        "3 Verify existing account by Email code ALTERNATIVE",
                        "3 Verify existing account by Email DISABLED",
                        "3 " + flow + " Verify Existing Account by Re-authentication ALTERNATIVE");
    }

    @Test
    void areAllThatItTakes() {
        realm.run("On the command line", "An account linked by a code");
        TestRealm shop = realm.forLogins();
        TestUser owner = shop.newUser();
        try (OtherRealm provider = OtherRealm.connect(server, shop, Map.of(), Map.of())) {
            LoginClient client = provider.logIn(provider.newPerson("upstream", owner.email()));
            assertThat(LinkingRealm.link(client).isCodePage()).isTrue();
            assertThat(client.code(mail.awaitMail(owner.email()).code()).isLoggedIn())
                    .isTrue();
            assertThat(realm.get("/users/" + owner.id() + "/federated-identity"))
                    .hasSize(1);
        }
        assertThat(mail.mails()).as("and no link by mail").hasSize(1);
    }

    private List<String> options(String flow) {
        List<String> steps = new ArrayList<>();
        for (JsonNode step : realm.get("/authentication/flows/" + flow + "/executions")) {
            steps.add("%s %s %s"
                    .formatted(
                            step.required("level").asInt(),
                            step.required("displayName").asText(),
                            step.required("requirement").asText()));
        }
        return steps;
    }
}
