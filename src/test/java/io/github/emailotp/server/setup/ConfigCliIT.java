package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.ConfigCli;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of {@link RealmFilesIT} with another program, on demand only: {@code src/test/scripts/config-cli.sh}. It does not take
 * {@code linked-account}: it names the flow of identity providers before it makes it.
 */
@Tag("config-cli")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A realm that keycloak-config-cli makes of a file")
class ConfigCliIT {

    private static final String FLOW = "browser with a code";

    private final MailServer mail;
    private final EmptyRealm shop;
    private final ConfigCli cli;

    @TempDir
    private Path folder;

    ConfigCliIT(TestRealm realm, KeycloakServer server, MailServer mail) {
        this.mail = mail;
        this.cli = new ConfigCli(server);
        this.shop = new EmptyRealm(realm, server, Path.of("target"));
    }

    @AfterEach
    void delete() {
        shop.delete();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "everybody",
                "app-or-code",
                "key-app-or-code",
                "app-or-code-set-up",
                "outside-networks",
                "trusted-browser",
                "passkey-or-password-and-code",
                "passwordless",
                "passwordless-or-passkey",
                "reset",
                "registration",
                "verified-address"
            })
    void isTheSameAfterASecondTime(String file) {
        Path path = RealmFile.of(file).path();
        cli.importFile(path);
        List<String> made = ids();
        cli.importFile(path);
        assertThat(ids()).isEqualTo(made).hasSizeGreaterThan(5);
    }

    /** The same set-up with another flow. */
    private Path changed(Path file) throws IOException {
        String step = "\"identity-provider-redirector\", \"requirement\": ";
        String text = Files.readString(file);
        assertThat(text).contains(step + "\"ALTERNATIVE\"");
        return Files.writeString(
                folder.resolve(file.getFileName()), text.replace(step + "\"ALTERNATIVE\"", step + "\"DISABLED\""));
    }

    /** Another flow, without steps, is bound in its place. */
    @Test
    void letsNobodyBeginALoginWhileAFlowThatHasChangedIsMadeAnew() throws IOException {
        Path path = RealmFile.of("everybody").path();
        cli.importFile(path);
        TestRealm imported = shop.forLogins();
        Path changed = changed(path);
        List<Page> pages = new ArrayList<>();
        // Not in the common pool, which the client's requests run in.
        CompletableFuture<Void> change =
                CompletableFuture.runAsync(() -> cli.importFile(changed), task -> new Thread(task).start());
        while (!change.isDone()) {
            pages.add(imported.newClient().openLogin());
        }
        change.join();
        assertThat(pages.get(0).isPasswordPage()).isTrue();
        List<Page> others =
                pages.stream().filter(page -> !page.isPasswordPage()).toList();
        assertThat(others)
                .isNotEmpty()
                .allSatisfy(page -> assertThat(page.status()).isGreaterThanOrEqualTo(400));
        assertThat(imported.newClient().openLogin().isPasswordPage()).isTrue();
    }

    @Test
    void keepsALoginGoingWhereTheFlowIsTheSameAndStartsItAgainWhereItIsAnother() throws IOException {
        Path path = RealmFile.of("everybody").path();
        cli.importFile(path);
        List<String> made = executions(FLOW);
        LoginClient before = atThePageOf(shop.forLogins());
        cli.importFile(path);
        assertThat(before.reload().isCodePage()).isTrue();

        cli.importFile(changed(path));
        assertThat(executions(FLOW)).hasSameSizeAs(made).doesNotContainAnyElementsOf(made);
        before.reload();
        assertThat(before.page().isCodePage()).isFalse();
    }

    private LoginClient atThePageOf(TestRealm imported) {
        TestUser user = imported.newUser();
        LoginClient client = imported.newClient();
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
        mail.awaitMail(user.email());
        return client;
    }

    /** Those of all flows, and of all steps in them. */
    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (JsonNode flow : shop.get("/authentication/flows")) {
            ids.add(flow.required("id").asText());
            ids.addAll(executions(flow.required("alias").asText()));
        }
        return ids.stream().sorted().toList();
    }

    private List<String> executions(String flow) {
        return shop.get("/authentication/flows/" + flow.replace(" ", "%20").replace(":", "%3A") + "/executions")
                .findValuesAsText("id");
    }
}
