package io.github.emailotp.server;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.LoginPage;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.util.Map;
import java.util.Set;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** How a browser comes to see each of the page's states, on a real server. */
record PageScenes(TestRealm realm, MailServer mail, Browser browser, TestUser user) {

    private static final String WRONG = "00000000";

    /** Whether another code may be asked for is the same for as long as a page is looked at. */
    private static final Map<String, String> LONG_WAIT = Map.of("resendCooldown", "600", "codeLifetime", "600");

    /** What there is to see. */
    enum Scene {
        FIRST_LOOK("asking", "kc-login"),
        WRONG_CODE("asking", "kc-login"),
        ANOTHER_CODE("asking", "kc-login"),
        LATE("asking", "kc-login"),
        ACTION_EXPIRED("asking", "kc-login"),
        EARLIER_CODE_GOOD("asking", "kc-login"),
        OVER_LIMIT_WITH_CODE("asking", "kc-login"),
        PAUSED("paused", "kc-login"),
        EXPIRED("expired", "email-otp-resend"),
        REFUSED_BY_MAILBOX("undelivered", "email-otp-resend"),
        REFUSED_BY_SERVER("undelivered", "email-otp-resend"),
        OVER_LIMIT("nocode", "email-otp-resend"),
        STARTED_AGAIN("nocode", "email-otp-resend"),
        ENDED("ended", "email-otp-restart"),
        DISABLED("disabled", "email-otp-restart"),
        UNREACHABLE("unreachable", "email-otp-restart");

        private static final Set<Scene> LASTING =
                Set.of(FIRST_LOOK, LATE, EARLIER_CODE_GOOD, OVER_LIMIT_WITH_CODE, PAUSED);

        final String state;
        final String primary;

        Scene(String state, String primary) {
            this.state = state;
            this.primary = primary;
        }

        /** Whether it says no more than what is so, and nothing of what was just pressed. */
        boolean lasts() {
            return !hasField() || LASTING.contains(this);
        }

        boolean hasField() {
            return state.equals("asking") || state.equals("paused");
        }
    }

    void bring(Scene scene) {
        switch (scene) {
            case FIRST_LOOK -> logIn(LONG_WAIT);
            case WRONG_CODE -> {
                logIn(Map.of("codeAttempts", "10", "guessesFree", "19"));
                enterWrong();
            }
            case ANOTHER_CODE -> resend(Map.of("resendCooldown", "10"), Response.ACCEPT);
            case LATE -> {
                mail.respond(Response.DEFER);
                logIn(LONG_WAIT);
                browser.await(
                        driver -> !browser.await("#email-otp-notice").getText().isEmpty());
            }
            case EARLIER_CODE_GOOD -> {
                resend(Map.of("resendCooldown", "10", "delivery", "wait"), Response.REJECT);
                browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
            }
            case OVER_LIMIT_WITH_CODE ->
                resend(Map.of("resendCooldown", "10", "mailsPer5Minutes", "1"), Response.ACCEPT);
            case ACTION_EXPIRED -> {
                logIn(Map.of("codeAttempts", "10", "guessesFree", "19"));
                expireAction();
            }
            case PAUSED -> {
                logIn(Map.of("guessesFree", "1", "guessWait", "120", "resendCooldown", "600", "codeLifetime", "600"));
                enterWrong();
            }
            case EXPIRED -> {
                logIn(Map.of("codeLifetime", "60", "resendCooldown", "60"));
                browser.awaitLong("[data-state=expired]");
            }
            case REFUSED_BY_MAILBOX -> refused(Response.REJECT);
            case REFUSED_BY_SERVER -> refused(Response.REJECT_CONTENT);
            case OVER_LIMIT -> {
                logIn(Map.of("mailsPer5Minutes", "1"));
                logIn(Map.of("mailsPer5Minutes", "1"));
            }
            case STARTED_AGAIN -> {
                logIn(Map.of("resendCooldown", "600"));
                browser.press("#reset-login");
                LoginPage.in(browser).submit(user);
            }
            case ENDED -> {
                logIn(Map.of("codeAttempts", "1"));
                enterWrong();
            }
            case DISABLED -> {
                realm.admin()
                        .updateUser(
                                realm.name(),
                                user.id(),
                                account -> account.putArray("credentials")
                                        .addObject()
                                        .put("type", "email-otp-lock")
                                        .put("secretData", "{}")
                                        .put("credentialData", "{\"browsers\":\"new\",\"failures\":100}"));
                logIn(Map.of());
            }
            case UNREACHABLE -> {
                realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", ""));
                logIn(Map.of());
            }
        }
        browser.await("[data-state=" + scene.state + "]");
    }

    /** The same scene in another language: an error is made again, and so is a message, since a page that is loaded again has none. */
    void speak(Scene scene, String language) {
        String address = browser.await("#email-otp-form").getDomAttribute("data-refresh-url");
        browser.open(address + "&kc_locale=" + language);
        if (scene == Scene.WRONG_CODE) {
            enterWrong();
        } else if (scene == Scene.ACTION_EXPIRED) {
            expireAction();
        }
        browser.await("[data-state=" + scene.state + "]");
    }

    /** The same scene where the login's address is opened in a second window. */
    void openInAnotherTab(Scene scene, Runnable look) {
        String address = browser.await("#email-otp-form").getDomAttribute("data-refresh-url");
        String first = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open(address);
        browser.await("[data-state=" + scene.state + "]");
        look.run();
        browser.driver().close();
        browser.driver().switchTo().window(first);
    }

    void goAwayAndBack(Scene scene) {
        browser.open("about:blank");
        browser.driver().navigate().back();
        browser.await("[data-state=" + scene.state + "]");
    }

    /** What is posted is dropped by Keycloak, since the page has been posted before. */
    private void expireAction() {
        String old = browser.await("#email-otp-form").getDomProperty("action");
        enterWrong();
        browser.driver().executeScript("document.getElementById('email-otp-form').action = arguments[0]", old);
        enterWrong();
    }

    private void logIn(Map<String, String> settings) {
        realm.configureStep(settings);
        browser.driver().manage().deleteAllCookies();
        browser.openLogin(realm).submit(user);
        browser.await("#email-otp-form");
    }

    private void refused(Response response) {
        mail.respond(response);
        logIn(LONG_WAIT);
        browser.await("[data-state=undelivered]");
    }

    private void resend(Map<String, String> settings, Response response) {
        logIn(settings);
        browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        mail.respond(response);
        browser.press("[name=resend]");
        browser.await("#email-otp-form");
    }

    private void enterWrong() {
        browser.await("#oneTimeCode").sendKeys(WRONG);
        browser.press("#kc-login");
        browser.await("#email-otp-form");
    }
}
