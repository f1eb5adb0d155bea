package io.github.emailotp.flow.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.forms.login.MessageType;
import org.keycloak.theme.beans.MessageBean;

/** The template itself, without a server. */
@DisplayName("The page, rendered")
class PageInEveryLanguageTest {

    private static final int MOST_WORDS = 12;

    static Stream<Arguments> everySceneInEveryLanguage() {
        return Bundle.LANGUAGES.stream()
                .flatMap(language -> Scene.all().stream().map(scene -> Arguments.of(scene, language)));
    }

    static Stream<Arguments> everySceneInSomeLanguages() {
        return Bundle.SAMPLE.stream()
                .flatMap(language -> Scene.all().stream().map(scene -> Arguments.of(scene, language)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySceneInEveryLanguage")
    void hasOneSentenceOneStateAndOneWayForward(Scene scene, String language) {
        Document page = render(scene, language, texts(language));
        boolean asked = scene.state() == PageState.Asking.class || scene.state() == PageState.Paused.class;
        assertThat(page.select("[name=oneTimeCode]")).hasSize(asked ? 1 : 0);
        assertThat(page.select(".primary")).as("what helps most").hasSize(1);
        assertThat(page.select("#email-otp-notice, #email-otp-reason")).hasSize(1);
        String said = page.select("#email-otp-notice, #email-otp-reason").text();
        assertThat(said.isEmpty()).isEqualTo(scene.key().isEmpty());
        assertThat(page.text()).doesNotContain("emailOtp", "{", "}", "MISSING");
        assertThat(page.select("form").attr("data-refresh-url"))
                .as("gets the page, and posts nothing")
                .isEqualTo("/act?tab_id=tab");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySceneInSomeLanguages")
    void offersTrustWhereACodeIsAskedFor(Scene scene, String language) {
        Optional<TrustBox> box = Optional.of(new TrustBox(30, false));
        Document page = render(scene, language, texts(language), Map.of(), box);
        boolean asked = scene.state() == PageState.Asking.class || scene.state() == PageState.Paused.class;
        assertThat(page.select("[name=trustBrowser]:not([checked])")).hasSize(asked ? 1 : 0);
        assertThat(page.select("label[for=email-otp-trust]").text()).matches(asked ? ".*30.*" : "");
        assertThat(page.text()).doesNotContain("emailOtp", "{", "}");
        Optional<TrustBox> ofADay = Optional.of(new TrustBox(1, true));
        Document next = render(scene, language, texts(language), Map.of(), ofADay);
        assertThat(next.select("[name=trustBrowser][checked]")).hasSize(asked ? 1 : 0);
        assertThat(next.select("label").text().contains("days")).isFalse();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySceneInEveryLanguage")
    void saysAtTheFieldOneSentenceOfTwelveWordsAtMost(Scene scene, String language) {
        requireOneShortSentence(render(scene, language, texts(language))
                .select("#email-otp-notice")
                .text());
    }

    /** Above Keycloak's form. */
    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void saysNoMoreOfAnAddressThatIsNotProven(String language) {
        requireOneShortSentence(Bundle.in(language).text("emailOtpNotProven", "a@example.test"));
        requireOneShortSentence(Bundle.in(language).text("emailOtpNothingProven"));
    }

    private static void requireOneShortSentence(String said) {
        assertThat(Words.in(said)).as(said).isLessThanOrEqualTo(MOST_WORDS);
        assertThat(said).as("one sentence").doesNotContainPattern(Words.NEXT_SENTENCE);
    }

    /** Text browsers run no scripts, show what is hidden, and know no style sheets. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySceneInSomeLanguages")
    void isTheSameInATextBrowser(Scene scene, String language) {
        Document page = render(scene, language, texts(language));
        assertThat(page.select("[hidden]")).isEmpty();
        assertThat(page.text()).doesNotContain(Bundle.in(language).text("emailOtpPasted"));
        assertThat(page.select("button + button, button + a")).as("on one line").isEmpty();
    }

    @Nested
    @DisplayName("with a mistake in a text of the realm")
    class Mistaken {

        @ParameterizedTest
        @MethodSource("mistakes")
        void hasTheProductsOwnText(String mistake) {
            Scene wrong = Scene.all().get(4);
            Properties texts = texts("de");
            texts.setProperty("emailOtpTitle", mistake);
            texts.setProperty("emailOtpWrong", mistake);
            texts.setProperty("emailOtpInstruction", mistake);
            String page = render(wrong, "de", texts).text();
            assertThat(page)
                    .contains(
                            Bundle.in("de").text("emailOtpTitle"),
                            Bundle.in("de").text("emailOtpWrong", "4", "1"),
                            Bundle.in("de").text("emailOtpInstruction", "a•••@example.test"));
        }

        static List<String> mistakes() {
            return List.of("Hello {name}", "Hello {0", "{", "{0,number,{}");
        }
    }

    @Test
    void takesTextsOfTheRealm() {
        Properties texts = texts("en");
        texts.setProperty("emailOtpTitle", "Another <b>title</b>");
        assertThat(render(Scene.all().get(0), "en", texts).select("h1").text()).isEqualTo("Another <b>title</b>");
    }

    @Test
    void takesTextsOfTheRealmThatNameTheSameTwice() {
        Properties texts = texts("en");
        texts.setProperty("emailOtpInstruction", "Code to {0}: look at {0}. Welcome!");
        assertThat(render(Scene.all().get(0), "en", texts)
                        .select("#email-otp-instruction")
                        .text())
                .isEqualTo("Code to a•••@example.test: look at a•••@example.test. Welcome!");
    }

    /** At the field, so that it moves nothing; where there is none, in the theme's place. */
    @Test
    void showsKeycloaksMessage() {
        Map<String, Object> message =
                Map.of("message", new MessageBean("Action expired. <b>Go on</b>.", MessageType.ERROR));
        for (Scene scene : Scene.all()) {
            Document page = render(scene, "en", texts("en"), message);
            boolean hasField = !page.select("#oneTimeCode").isEmpty();
            assertThat(page.select("#message").text())
                    .as("%s", scene)
                    .isEqualTo(hasField ? "" : "Action expired. <b>Go on</b>.");
            if (hasField && page.select("#input-error-oneTimeCode").isEmpty()) {
                assertThat(page.select("#email-otp-notice").text()).isEqualTo("Action expired. Go on.");
            }
        }
    }

    /** Keycloak keeps it in a note, looks for it, and reads it then; another request may have read and removed it in between. */
    @Test
    void showsNoMessageThatHasNoText() {
        MessageBean message = new MessageBean(null, MessageType.ERROR);
        assertThat(render(Scene.all().get(0), "en", texts("en"), Map.of("message", message))
                        .select("#message"))
                .isEmpty();
    }

    private static Document render(Scene scene, String language, Properties texts) {
        return render(scene, language, texts, Map.of());
    }

    private static Document render(Scene scene, String language, Properties texts, Map<String, Object> keycloaks) {
        return render(scene, language, texts, keycloaks, Optional.empty());
    }

    private static Document render(
            Scene scene, String language, Properties texts, Map<String, Object> keycloaks, Optional<TrustBox> box) {
        Question question = new Question(Question.USUAL, "a•••@example.test", Optional.empty());
        return new PageTemplate(language, texts).render(scene, question, box, keycloaks);
    }

    private static Properties texts(String language) {
        return PageTemplate.texts(language);
    }
}
