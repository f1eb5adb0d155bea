package io.github.emailotp.server;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.emailotp.server.harness.Browser;
import java.util.List;
import java.util.Map;

/** What holds of the page in every state and in every flow. */
public record PageRules(Browser browser) {

    /** Of the first look. */
    public static final int MOST_WORDS = 35;

    private static final List<String> WCAG =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final String WORDS =
            "return [...document.querySelectorAll('main, header')].map(part => part.innerText).join(' ')"
                    + ".split(/\\s+/).filter(word => /[\\p{L}\\p{N}]/u.test(word)).length"
                    + " - [...document.querySelectorAll('select')].map(part => part.innerText).join(' ')"
                    + ".split(/\\s+/).filter(word => /[\\p{L}\\p{N}]/u.test(word)).length";

    /** Our texts and buttons that do not show all of what they hold. */
    private static final String CUT_OFF =
            "return [...document.querySelectorAll('#email-otp-form p, #email-otp-form button,"
                    + " #email-otp-form a, #email-otp-notice, #email-otp-label')]"
                    + ".filter(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'inline')"
                    + ".map(part => part.outerHTML)";

    private static final String SAID =
            "return [...document.querySelectorAll('h1, #email-otp-form p, #email-otp-notice, #email-otp-label,"
                    + " #email-otp-form button, #email-otp-form a')].filter(part => part.checkVisibility())"
                    + ".map(part => (part.matches('button, a') ? part.id : '') + (part.disabled ? ' not yet' : '') + ' '"
                    + " + (part.matches('button') ? '' : part.innerText"
                    + ".replace(/\\d+( s|:\\d+)?/g, '…')).trim());";

    private static final String TOPS =
            "return Object.fromEntries(['kc-header', 'kc-page-title', 'kc-attempted-username', 'email-otp-form', 'email-otp-buttons']"
                    + ".map(id => [id, document.getElementById(id)]).filter(([id, part]) => part)"
                    + ".map(([id, part]) => [id, Math.round(part.getBoundingClientRect().top)]))";

    /** What is against the rules for accessibility in our part of the page. */
    public List<String> violations() {
        return new AxeBuilder()
                        .withTags(WCAG)
                        .include("#email-otp-form")
                        .include("#kc-attempted-username")
                        .analyze(browser.driver())
                        .getViolations()
                        .stream()
                        .flatMap(rule -> rule.getNodes().stream().map(node -> rule.getId() + ": " + node.getHtml()))
                        .toList();
    }

    /** How many words there are to read, but for the choice of languages. */
    public long words() {
        return ((Number) browser.driver().executeScript(WORDS)).longValue();
    }

    /** Where the parts of the page stand, from the top of the window; those that there are. */
    public Map<?, ?> tops() {
        return (Map<?, ?>) browser.driver().executeScript(TOPS);
    }

    /** Of our texts and buttons those that do not show all of what they hold. */
    public List<?> cutOff() {
        return (List<?>) browser.driver().executeScript(CUT_OFF);
    }

    /** All that our part of the page says, with its buttons and whether they can be pressed, but for numbers: time and tries pass. */
    public List<?> said() {
        return (List<?>) browser.driver().executeScript(SAID);
    }
}
