package io.github.emailotp.flow.page;

import static org.assertj.core.api.Assertions.assertThat;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import io.github.emailotp.Bundle;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.forms.login.MessageType;
import org.keycloak.theme.KeycloakSanitizerMethod;
import org.keycloak.theme.beans.MessageBean;
import org.keycloak.theme.beans.MessageFormatterMethod;

/** The template itself, without a server. */
@DisplayName("The page, rendered")
class PageInEveryLanguageTest {

    private static final int MOST_WORDS_OF_AN_ERROR = 12;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}’]+(?:[-.][\\p{L}\\p{M}\\p{N}]+)*");
    private static final String FRAME = """
            <#macro registrationLayout displayMessage>
            <h1><#nested "header"></h1>
            <#if displayMessage><p id="message">${message.summary}</p></#if>
            <#nested "form">
            </#macro>""";

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
    void hasOneSentenceOneStateAndOneWayForward(Scene scene, String language) throws Exception {
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
    void offersTrustWhereACodeIsAskedFor(Scene scene, String language) throws Exception {
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
    void saysInAnErrorNoMoreThanTwelveWords(Scene scene, String language) throws Exception {
        String error = render(scene, language, texts(language))
                .select("#input-error-oneTimeCode")
                .text();
        assertThat(WORD.matcher(error).results().count()).as(error).isLessThanOrEqualTo(MOST_WORDS_OF_AN_ERROR);
        assertThat(error).as("one sentence").doesNotContainPattern("[.?!] \\p{Lu}");
    }

    /** Text browsers run no scripts, show what is hidden, and know no style sheets. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySceneInSomeLanguages")
    void isTheSameInATextBrowser(Scene scene, String language) throws Exception {
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
        void hasTheProductsOwnText(String mistake) throws Exception {
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
    void takesTextsOfTheRealm() throws Exception {
        Properties texts = texts("en");
        texts.setProperty("emailOtpTitle", "Another <b>title</b>");
        assertThat(render(Scene.all().get(0), "en", texts).select("h1").text()).isEqualTo("Another <b>title</b>");
    }

    @Test
    void takesTextsOfTheRealmThatNameTheSameTwice() throws Exception {
        Properties texts = texts("en");
        texts.setProperty("emailOtpInstruction", "Code to {0}: look at {0}. Welcome!");
        assertThat(render(Scene.all().get(0), "en", texts)
                        .select("#email-otp-instruction")
                        .text())
                .isEqualTo("Code to a•••@example.test: look at a•••@example.test. Welcome!");
    }

    /** At the field, so that it moves nothing; where there is none, in the theme's place. */
    @Test
    void showsKeycloaksMessage() throws Exception {
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
    void showsNoMessageThatHasNoText() throws Exception {
        MessageBean message = new MessageBean(null, MessageType.ERROR);
        assertThat(render(Scene.all().get(0), "en", texts("en"), Map.of("message", message))
                        .select("#message"))
                .isEmpty();
    }

    private static Document render(Scene scene, String language, Properties texts)
            throws IOException, TemplateException {
        return render(scene, language, texts, Map.of());
    }

    private static Document render(Scene scene, String language, Properties texts, Map<String, Object> keycloaks)
            throws IOException, TemplateException {
        return render(scene, language, texts, keycloaks, Optional.empty());
    }

    private static Document render(
            Scene scene, String language, Properties texts, Map<String, Object> keycloaks, Optional<TrustBox> box)
            throws IOException, TemplateException {
        Locale locale = Locale.forLanguageTag(Bundle.tag(language));
        Map<String, Object> emailOtp = new CodePage(
                        null,
                        EmailOtpSettings.read(Factor.SECOND, Map.of(), warning -> {}),
                        new Question(Question.USUAL, "a•••@example.test", Optional.empty()),
                        Look.BY_ADDRESS,
                        box,
                        URI.create("/sendings"))
                .model(scene.reply(), Scene.NOW);
        emailOtp.put("text", new PageTexts("realm", locale));
        Map<String, Object> model = new HashMap<>(keycloaks);
        model.put("kcSanitize", new KeycloakSanitizerMethod());
        model.put("emailOtp", emailOtp);
        model.put("msg", new MessageFormatterMethod(locale, texts));
        model.put("properties", Map.of("kcButtonPrimaryClass", "primary", "kcButtonDefaultClass", "secondary"));
        model.put(
                "url",
                Map.of(
                        "resourcesPath",
                        "",
                        "loginAction",
                        "/act?session_code=secret&tab_id=tab",
                        "loginRestartFlowUrl",
                        ""));
        StringWriter html = new StringWriter();
        FREEMARKER.getTemplate(CodePage.TEMPLATE).process(model, html);
        return Jsoup.parse(html.toString());
    }

    private static final Configuration FREEMARKER = configuration();

    /** As Keycloak's {@code DefaultFreeMarkerProvider} sets it up. */
    private static Configuration configuration() {
        StringTemplateLoader frame = new StringTemplateLoader();
        frame.putTemplate("template.ftl", FRAME);
        TemplateLoader ours = folder(Path.of("themes", "email-otp", "login"));
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setTemplateLoader(new MultiTemplateLoader(new TemplateLoader[] {frame, ours}));
        return configuration;
    }

    private static TemplateLoader folder(Path folder) {
        try {
            return new FileTemplateLoader(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        String file = "/theme-resources/messages/messages_" + language + ".properties";
        try (Reader reader = new InputStreamReader(
                PageInEveryLanguageTest.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
