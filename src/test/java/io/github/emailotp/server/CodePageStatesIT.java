package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.server.PageScenes.Scene;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.Browser.ColorScheme;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/**
 * Looks at every state of the page in a browser, in English on a small phone, a phone and a screen. With {@code -Dpage.pictures=true} in Arabic,
 * German and the language with the longest texts, too, on all of them; pictures go to {@code target/page-states}, and the rules for accessibility are
 * asked in every language and in dark colours, too.
 */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("In every state, the page that asks for the code")
class CodePageStatesIT {

    private static final List<Integer> WIDTHS = List.of(320, 390, 1280);
    private static final boolean WITH_PICTURES = Boolean.getBoolean("page.pictures");
    private static final Path PICTURES = Path.of("target", "page-states");
    private static final Set<String> SUPPORTED = new LinkedHashSet<>(List.of("en", "de", longest(), "ar"));
    private static final Set<String> LANGUAGES = WITH_PICTURES ? SUPPORTED : Set.of("en");
    private static final int HEIGHT = 760;
    private static final int HALF_A_SCREEN = 640;

    /** Notes when the text is painted in the theme's fonts, which come after the page and are wider or narrower than others. */
    private static final String FONTS = "window.painted = 0; document.fonts.addEventListener('loadingdone', () =>"
            + "requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = performance.now(); })));";

    /** What has moved in our form since then, by more than a rounding, but for the words on a button, which change with the wait. */
    private static final String MOVED = "const done = arguments[0]; const moved = [];"
            + "const there = () => Math.max(performance.getEntriesByType('navigation')[0].loadEventEnd, window.painted);"
            + "const part = node => node && (node.parentElement ?? node);"
            + "const form = document.getElementById('email-otp-form');"
            // What is around it moves with it, and is named in its place.
            + "const ours = ({ node }) => part(node) && (part(node).contains(form) || form.contains(part(node)) && !part(node).closest('button'));"
            + "const far = ({ previousRect: was, currentRect: is }) => Math.abs(is.x - was.x) > 1 || Math.abs(is.y - was.y) > 1;"
            + "const look = list => list.getEntries().filter(entry => entry.startTime > there())"
            + ".forEach(entry => entry.sources.filter(ours).filter(far).forEach(({ node, previousRect, currentRect }) =>"
            + "moved.push(`${node?.id || node?.className || node?.nodeName} ${currentRect.x - previousRect.x} ${currentRect.y - previousRect.y}`)));"
            + "document.fonts.ready.then(() => setTimeout(() => {"
            + "new PerformanceObserver(look).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(moved), 200); }, 100));";

    /** Buttons that take more lines while they wait. */
    private static final String GROWING =
            "return [...document.querySelectorAll('#email-otp-form [data-wait-text]')].filter(button => {"
                    + "const now = button.textContent; const high = text => { button.textContent = text; return button.offsetHeight; };"
                    + "const grows = high(button.dataset.waitText.replace('{0}', '1:59:30')) > high(button.readyText);"
                    + "button.textContent = now; return grows; }).map(button => button.id);";

    /** Where colours are the person's own, backgrounds and shadows are gone: a border or a line tells a field and a button from text. */
    private static final String EDGES =
            "return ['.email-otp-field', '#kc-login', '#email-otp-resend'].filter(place => {"
                    + "const node = document.querySelector(place);"
                    + "return !['', '::before', '::after'].map(part => getComputedStyle(node, part || null))"
                    + ".some(style => style.borderBottomStyle !== 'none' && parseFloat(style.borderBottomWidth) > 0"
                    + "|| style.textDecorationLine.includes('underline')); });";

    private final TestRealm realm;
    private final MailServer mail;
    private final Browser browser = Browser.open();
    private final PageRules rules = new PageRules(browser);

    /** The top of the field, by language and width. */
    private final Map<String, Map<Scene, Long>> tops = new TreeMap<>();

    /** The height of the title, which changes in place, by language and width. */
    private final Map<String, Map<Scene, Long>> heights = new TreeMap<>();

    CodePageStatesIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void speak() {
        languages(SUPPORTED.stream().map(Bundle::tag).toList());
        browser.driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", FONTS));
    }

    @AfterEach
    void restore() {
        browser.close();
        languages(List.of("en", "de", "fr", "es"));
    }

    @Test
    void fitsIsReadableAndHasFieldAndButtonInOnePlace() {
        for (Scene scene : Scene.values()) {
            var scenes = new PageScenes(realm, mail, browser, realm.newUser());
            scenes.bring(scene);
            assertThat(moved()).as("%s", scene).isEmpty();
            // English comes first: what the script has made of the page is what a reload gets, and another tab.
            List<?> live = rules.said();
            for (String language : LANGUAGES) {
                scenes.speak(scene, language);
                if (language.equals("en") && scene.lasts()) {
                    assertThat(rules.said()).as("%s after a reload", scene).isEqualTo(live);
                    scenes.openInAnotherTab(
                            scene,
                            () -> assertThat(rules.said())
                                    .as("%s in another tab", scene)
                                    .isEqualTo(live));
                    scenes.goAwayAndBack(scene);
                    assertThat(rules.said()).as("%s after Back", scene).isEqualTo(live);
                }
                assertThat(moved()).as("%s in %s", scene, language).isEmpty();
                look(scene, language);
            }
            mail.respond(MailServer.Response.ACCEPT);
        }
        assertThat(tops).allSatisfy(CodePageStatesIT::requireOne);
        assertThat(heights).allSatisfy(CodePageStatesIT::requireOne);
    }

    private static void requireOne(String where, Map<Scene, Long> figures) {
        assertThat(figures.values().stream().distinct())
                .as("%s: %s", where, figures)
                .hasSize(1);
    }

    /** A mail is refused while people look at the page; then they turn their phone. */
    @ParameterizedTest
    @ValueSource(ints = {320, 390, 1280})
    void keepsAllInItsPlaceWhenTheFieldGoesAtAWidthOf(int width) {
        browser.emulate(width, HEIGHT);
        mail.respond(MailServer.Response.REJECT);
        mail.delay(Duration.ofSeconds(2));
        browser.openLogin(realm).submit(realm.newUser());
        browser.await("[data-state=asking]");
        Map<?, ?> before = rules.tops();
        browser.await("[data-state=undelivered]");
        assertThat(rules.tops()).isEqualTo(before);
        long high = number("return document.getElementById('email-otp-form').offsetHeight");
        browser.emulate(width + 100, HEIGHT);
        browser.await(driver -> number("return document.getElementById('email-otp-form').offsetHeight") < high);
    }

    private void look(Scene scene, String language) {
        for (int width : WIDTHS) {
            browser.emulate(width, HEIGHT);
            String where = language + " at " + width;
            assertThat(number("return document.documentElement.scrollWidth"))
                    .as("%s, %s", scene, where)
                    .isEqualTo(width);
            if (scene.hasField()) {
                for (String id : List.of("oneTimeCode", "kc-login")) {
                    tops.computeIfAbsent(id + ", " + where, any -> new HashMap<>())
                            .put(
                                    scene,
                                    number("return Math.round(document.getElementById('" + id
                                            + "').getBoundingClientRect().top + scrollY)"));
                }
            }
            heights.computeIfAbsent(where, any -> new HashMap<>())
                    .put(scene, number("return document.getElementById('kc-page-title').offsetHeight"));
            assertThat(list(GROWING)).as("%s, %s", scene, where).isEmpty();
            if (WITH_PICTURES) {
                takePictures(scene, language, width);
            }
        }
        requireRoomForLargeText(scene, language);
        List<WebElement> primary = browser.driver().findElements(By.cssSelector("main .pf-m-primary"));
        assertThat(primary).extracting(button -> button.getDomAttribute("id")).containsExactly(scene.primary);
        if (scene == Scene.FIRST_LOOK) {
            assertThat(rules.words()).as("words in " + language).isLessThanOrEqualTo(PageRules.MOST_WORDS);
        }
        requireAccessible(scene, language);
    }

    /** WCAG 2.2, 1.4.4: text of twice the size, on half of a screen. */
    private void requireRoomForLargeText(Scene scene, String language) {
        browser.emulate(HALF_A_SCREEN, HEIGHT);
        browser.driver().executeScript("document.documentElement.style.fontSize = '200%'");
        assertThat(number("return document.documentElement.scrollWidth"))
                .as("%s, %s, text twice as large", scene, language)
                .isEqualTo(HALF_A_SCREEN);
        assertThat(rules.cutOff())
                .as("%s, %s, text twice as large", scene, language)
                .isEmpty();
        if (WITH_PICTURES) {
            browser.screenshot(PICTURES.resolve(String.join("-", name(scene), language, "200-percent") + ".png"));
        }
        browser.driver().executeScript("document.documentElement.style.fontSize = ''");
    }

    private void takePictures(Scene scene, String language, int width) {
        for (ColorScheme scheme : schemes(language)) {
            prefer(scheme);
            browser.screenshot(PICTURES.resolve(
                    String.join("-", name(scene), language, String.valueOf(width), name(scheme)) + ".png"));
        }
    }

    private void requireAccessible(Scene scene, String language) {
        for (ColorScheme scheme : schemes(language)) {
            prefer(scheme);
            assertThat(rules.violations()).as("%s in %s", scene, language).isEmpty();
        }
    }

    @Test
    void canBeToldApartInForcedColoursAndMovesNothing() {
        var scenes = new PageScenes(realm, mail, browser, realm.newUser());
        scenes.bring(Scene.WRONG_CODE);
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "forced-colors", "value", "active"))));
        browser.screenshot(PICTURES.resolve("wrong-code-forced-colors.png"));
        assertThat(rules.violations()).isEmpty();
        assertThat(list(EDGES)).as("what one could not see the edges of").isEmpty();
        assertThat(list("const colour = id => getComputedStyle(document.getElementById(id)).color;"
                        + "return [colour('kc-login'), colour('email-otp-resend')]"))
                .as("one can be pressed, and one not yet")
                .doesNotHaveDuplicates();
    }

    @Test
    void writesCodesAndTimesFromLeftToRightInArabic() {
        var scenes = new PageScenes(realm, mail, browser, realm.newUser());
        scenes.bring(Scene.WRONG_CODE);
        scenes.speak(Scene.WRONG_CODE, "ar");
        assertThat(number("const field = document.getElementById('oneTimeCode').getBoundingClientRect();"
                        + "const icon = document.querySelector('.email-otp-field i').getBoundingClientRect();"
                        + "return icon.left > field.left + field.width / 2 ? 1 : 0"))
                .as("the icon is at the end of the field")
                .isOne();
        assertThat(number("const { firstChild: text } = document.getElementById('email-otp-resend');"
                        + "const left = index => { const range = document.createRange(); range.setStart(text, index);"
                        + "range.setEnd(text, index + 1); return range.getBoundingClientRect().left; };"
                        + "const colon = text.data.indexOf(':');"
                        + "return left(colon - 1) < left(colon + 1) ? 1 : 0"))
                .as("the minutes stand before the seconds")
                .isOne();
    }

    /** The theme's own script follows what the browser prefers. */
    private void prefer(ColorScheme scheme) {
        browser.prefer(scheme);
        long dark = scheme == ColorScheme.DARK ? 1 : 0;
        browser.await(driver ->
                number("return document.documentElement.classList.contains('pf-v5-theme-dark') ? 1 : 0") == dark);
    }

    /** The colours are the same in every language. */
    private static List<ColorScheme> schemes(String language) {
        return WITH_PICTURES && language.equals("en") ? List.of(ColorScheme.values()) : List.of(ColorScheme.LIGHT);
    }

    private List<?> moved() {
        browser.await(
                driver -> number("return performance.getEntriesByType('navigation')[0].loadEventEnd > 0 ? 1 : 0") == 1);
        return (List<?>) browser.driver().executeAsyncScript(MOVED);
    }

    private List<?> list(String script) {
        return (List<?>) browser.driver().executeScript(script);
    }

    private long number(String script) {
        return ((Number) browser.driver().executeScript(script)).longValue();
    }

    /** The language of the product whose texts of the page are longest. */
    private static String longest() {
        return Bundle.LANGUAGES.stream()
                .max(Comparator.comparingInt(language -> {
                    Bundle texts = Bundle.in(language);
                    return texts.keys().stream()
                            .filter(key -> !key.startsWith("emailOtpSetting") && !key.startsWith("emailOtpMail"))
                            .mapToInt(key -> texts.raw(key).length())
                            .sum();
                }))
                .orElseThrow();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void languages(List<String> languages) {
        realm.admin().updateRealm(realm.name(), representation -> {
            var supported = representation.putArray("supportedLocales");
            languages.forEach(supported::add);
        });
    }
}
