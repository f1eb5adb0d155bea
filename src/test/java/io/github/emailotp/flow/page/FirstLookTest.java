package io.github.emailotp.flow.page;

import static org.assertj.core.api.Assertions.assertThat;

import freemarker.template.TemplateMethodModelEx;
import io.github.emailotp.Bundle;
import io.github.emailotp.server.PageRules;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All that there is to read before anything is done: our words and, around them, Keycloak's. */
@DisplayName("The first look at the page")
class FirstLookTest {

    private static final Properties KEYCLOAKS = keycloaks();

    /** What is there in some flows only. */
    private enum Part {
        /** The box that trusts the browser. */
        BOX,
        /** Keycloak's link to another way. */
        OTHER_WAY,
        /** Keycloak's label of the user name. */
        USER,
        /** The button of an action that an application has asked for. */
        CANCEL
    }

    /** What people have come for, and the most that there can be to read then. */
    private record Sight(String name, String instruction, Optional<String> wayBack, Set<Part> parts) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Sight> SIGHTS = List.of(
            new Sight("login", Question.USUAL, Optional.empty(), Set.of(Part.BOX, Part.OTHER_WAY, Part.USER)),
            new Sight(
                    "login that sets up the code",
                    Question.OF_AN_ENROLMENT,
                    Optional.empty(),
                    Set.of(Part.BOX, Part.USER)),
            new Sight("set-up by the action", Question.OF_AN_ENROLMENT, Optional.empty(), Set.of(Part.CANCEL)),
            new Sight("verification", Question.USUAL, Optional.empty(), Set.of(Part.CANCEL)),
            new Sight("link", Question.USUAL, Optional.empty(), Set.of(Part.OTHER_WAY)),
            new Sight("first step", Question.USUAL, Optional.of("emailOtpRestart"), Set.of(Part.OTHER_WAY)),
            new Sight("reset", Question.OF_A_RESET, Optional.of("emailOtpRestart"), Set.of()),
            new Sight("registration", Question.USUAL, Optional.of("emailOtpOtherAddress"), Set.of()));

    static Stream<Arguments> everySightInEveryLanguage() {
        return Bundle.LANGUAGES.stream()
                .flatMap(language -> SIGHTS.stream().map(sight -> Arguments.of(sight, language)));
    }

    /** With a realm whose name has two. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySightInEveryLanguage")
    void hasNoMoreWordsThanPeopleRead(Sight sight, String language) {
        Document page = render(sight, language);
        String seen = page.body().text();
        assertThat(Words.in(seen)).as(seen).isLessThanOrEqualTo(PageRules.MOST_WORDS);
        assertThat(seen).contains("0:20").doesNotContain("emailOtp", "{", "OrEmail", "doTry", "doCancel");
        assertThat(page.select("#email-otp-trust")).hasSize(sight.parts().contains(Part.BOX) ? 1 : 0);
        assertThat(page.select("#try-another-way")).hasSize(sight.parts().contains(Part.OTHER_WAY) ? 1 : 0);
        assertThat(page.select("#email-otp-cancel")).hasSize(sight.parts().contains(Part.CANCEL) ? 1 : 0);
        assertThat(page.select("#email-otp-other-name")).hasSize(sight.wayBack().isPresent() ? 1 : 0);
    }

    private static Document render(Sight sight, String language) {
        Question question = new Question(
                sight.instruction(),
                "a•••@example.test",
                sight.wayBack().map(text -> new WayBack(URI.create("/back"), text, Optional.empty())));
        Optional<TrustBox> box =
                sight.parts().contains(Part.BOX) ? Optional.of(new TrustBox(30, false)) : Optional.empty();
        Document page =
                new PageTemplate(language, texts(language)).render(Scene.all().get(0), question, box, around(sight));
        page.select("button[data-wait-text]").forEach(FirstLookTest::countDown);
        return page;
    }

    private static Map<String, Object> around(Sight sight) {
        TemplateMethodModelEx offersAnotherWay = arguments -> sight.parts().contains(Part.OTHER_WAY);
        Map<String, Object> around = new HashMap<>();
        around.put("realmName", "Test Realm");
        around.put("auth", Map.of("showTryAnotherWayLink", offersAnotherWay));
        if (sight.parts().contains(Part.USER)) {
            around.put("attemptedUser", "alice");
        }
        if (sight.parts().contains(Part.CANCEL)) {
            around.put("isAppInitiatedAction", true);
        }
        return around;
    }

    /** As the page's script does it at once. */
    private static void countDown(Element button) {
        String left = button.attr("data-wait");
        if (!left.equals("0")) {
            button.text(button.attr("data-wait-text").replace("{0}", "0:" + left));
        }
    }

    private static Properties texts(String language) {
        Properties texts = PageTemplate.texts(language);
        String own = language + ".";
        KEYCLOAKS.stringPropertyNames().stream()
                .filter(key -> key.startsWith(own))
                .forEach(key -> texts.setProperty(key.substring(own.length()), KEYCLOAKS.getProperty(key)));
        return texts;
    }

    private static Properties keycloaks() {
        Properties words = new Properties();
        try (Reader reader = new InputStreamReader(
                FirstLookTest.class.getResourceAsStream("/keycloak-words.properties"), StandardCharsets.UTF_8)) {
            words.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }
}
