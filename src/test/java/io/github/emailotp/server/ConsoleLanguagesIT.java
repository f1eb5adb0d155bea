package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an administrator reads of the step's settings, in each language of Keycloak's admin console. */
@Tag("every-version")
@Tag("seldom")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The admin console, in each of its languages")
class ConsoleLanguagesIT {

    private static final String MASTER = "master";
    private static final String LABEL = "emailOtpSetting";
    private static final int SETTINGS = 20;

    /** All fits, and no help lies above what is clicked. */
    private static final int WIDTH = 1200;

    private static final int HEIGHT = 1300;

    private final KeycloakServer server;
    private final TestRealm realm;

    ConsoleLanguagesIT(KeycloakServer server, TestRealm realm) {
        this.server = server;
        this.realm = realm;
    }

    @AfterEach
    void restore() {
        realm.admin().updateRealm(MASTER, settings -> settings.put("internationalizationEnabled", false));
    }

    @Test
    void showsHelpAsItStandsInTheBundle() throws IOException {
        var softly = new SoftAssertions();
        List<String> languages = ThemeLanguages.of("admin");
        assertThat(languages).hasSizeGreaterThan(SETTINGS);
        for (String language : languages) {
            speak(language);
            try (Browser browser = Browser.open()) {
                browser.resize(WIDTH, HEIGHT);
                var console = new AdminConsole(browser, server);
                String shown =
                        console.openSettings(realm, text(language, "settings")).getText();
                Bundle texts = Bundle.in(bundle(language));
                List<String> settings = texts.keys().stream()
                        .filter(key -> key.startsWith(LABEL) && texts.keys().contains(key + "Help"))
                        .filter(key -> shown.contains(texts.raw(key)))
                        .toList();
                softly.assertThat(settings).as(language).hasSizeGreaterThan(SETTINGS);
                softly.assertThat(shown).as(language).doesNotContain("emailOtp", "''", "{");
                for (String setting : settings) {
                    softly.assertThat(console.openHelp(texts.raw(setting)).getText())
                            .as("%s in %s", setting, language)
                            .isEqualTo(texts.raw(setting + "Help"))
                            .doesNotContain("''", "{");
                    console.closeHelp();
                }
            }
        }
        softly.assertAll();
    }

    /** The realm of the administrators speaks this language and no other, whatever the browser would like. */
    private void speak(String language) {
        realm.admin()
                .updateRealm(
                        MASTER,
                        settings -> settings.put("internationalizationEnabled", true)
                                .put("defaultLocale", language)
                                .putArray("supportedLocales")
                                .add(language));
    }

    /** A text of the console's own. */
    private String text(String language, String key) throws IOException {
        URI texts = URI.create(server.url() + "/resources/master/admin/" + language);
        for (JsonNode text : new ObjectMapper().readTree(texts.toURL())) {
            if (text.required("key").asText().equals(key)) {
                return text.required("value").asText();
            }
        }
        throw new AssertionError("no text " + key + " in " + language);
    }

    private static String bundle(String language) {
        return language.replace('-', '_');
    }
}
