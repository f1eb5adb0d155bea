package io.github.emailotp.server.harness;

/** Has the page's script look at once, which finds that the page says something else. */
public final class FreshLook {

    private static final String SCRIPT = """
            const get = window.fetch;
            window.fetch = async (...what) => {
              const answer = await get(...what);
              if (answer.status !== 200) {
                return answer;
              }
              const text = await answer.text();
              return new Response(text.replace(/(id="email-otp-(?:notice|reason)"[^>]*>)[^]*?(?=<.(?:div|p)>)/, `$1${word}`));
            };
            """;

    private FreshLook() {}

    /** Looks, and waits until the page says so. */
    public static void finds(String word, Browser browser) {
        willFind(word, browser);
        browser.driver().executeScript("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        await(word, browser);
    }

    /** From now on, every look finds it. */
    public static void willFind(String word, Browser browser) {
        browser.driver().executeScript("const word = arguments[0];" + SCRIPT, word);
    }

    /** Waits until the page says so. */
    public static void await(String word, Browser browser) {
        browser.await(driver ->
                browser.await("#email-otp-notice, #email-otp-reason").getText().equals(word));
    }
}
