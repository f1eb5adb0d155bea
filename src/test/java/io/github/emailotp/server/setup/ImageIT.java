package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.ImageRecipe;
import io.github.emailotp.server.harness.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lines of {@code docs/install.md}, "An image", one by one. */
@Tag("install")
@DisplayName("The image of the documentation")
class ImageIT {

    private static final Pattern DOCKERFILE = Pattern.compile("(?ms)^```dockerfile\n(.*?)^```$");

    @Test
    void startsWithTheStepAndItsMeters() throws IOException {
        Matcher dockerfile = DOCKERFILE.matcher(Files.readString(Path.of("docs", "install.md")));
        assertThat(dockerfile.find()).isTrue();
        try (KeycloakServer server = ImageRecipe.start(
                dockerfile.group(1),
                Map.of("hostname-strict", "false", "cache-embedded-network-bind-address", "127.0.0.1"))) {
            JsonNode steps = server.admin().get("master/authentication/authenticator-providers");
            assertThat(steps.findValuesAsText("id")).contains("auth-email-otp-form", "auth-cookie");
            assertThat(server.metrics()).contains("keycloak_email_otp_outbox_mails");
            assertThat(server.logFile()).content().doesNotContain("Updating the configuration");
        }
    }
}
