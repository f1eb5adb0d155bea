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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** The longest. */
    private static final int LOOKED_AT = 3;

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

    /** What the console gets are the texts of our bundle, and what it shows of them are some: to open each help takes seconds. */
    @Test
    void showsHelpAsItStandsInTheBundle() throws IOException {
        var softly = new SoftAssertions();
        List<String> languages = ThemeLanguages.of("admin");
        assertThat(languages).hasSizeGreaterThan(SETTINGS);
        for (String language : languages) {
            speak(language);
            Map<String, String> console = texts(language);
            Bundle ours = Bundle.in(bundle(language));
            softly.assertThat(console)
                    .as(language)
                    .containsAllEntriesOf(ours.keys().stream()
                            .filter(key -> key.startsWith(LABEL))
                            .collect(Collectors.toMap(Function.identity(), ours::raw)));
            look(language, console.get("settings"), ours, softly);
        }
        softly.assertAll();
    }

    private void look(String language, String button, Bundle ours, SoftAssertions softly) {
        try (Browser browser = Browser.open()) {
            browser.resize(WIDTH, HEIGHT);
            var console = new AdminConsole(browser, server);
            String shown = console.openSettings(realm, button).getText();
            List<String> settings = ours.keys().stream()
                    .filter(key -> key.startsWith(LABEL) && ours.keys().contains(key + "Help"))
                    .filter(key -> shown.contains(ours.raw(key)))
                    .sorted(Comparator.comparing(key -> ours.raw(key + "Help").length(), Comparator.reverseOrder()))
                    .toList();
            softly.assertThat(settings).as(language).hasSizeGreaterThan(SETTINGS);
            softly.assertThat(shown).as(language).doesNotContain("emailOtp", "''", "{");
            for (String setting : settings.subList(0, LOOKED_AT)) {
                softly.assertThat(plain(console.openHelp(ours.raw(setting)).getText()))
                        .as("%s in %s", setting, language)
                        .isEqualTo(plain(ours.raw(setting + "Help")))
                        .doesNotContain("''", "{");
                console.closeHelp();
            }
        }
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

    /** What the console gets to show, its own texts among it. */
    private Map<String, String> texts(String language) throws IOException {
        URI address = URI.create(server.url() + "/resources/master/admin/" + language);
        Map<String, String> texts = new HashMap<>();
        for (JsonNode text : new ObjectMapper().readTree(address.toURL())) {
            texts.put(text.required("key").asText(), text.required("value").asText());
        }
        return texts;
    }

    /** With blanks at which lines may break. */
    private static String plain(String text) {
        return text.replace('\u00a0', ' ').replace('\u202f', ' ');
    }

    private static String bundle(String language) {
        return language.replace('-', '_');
    }
}
