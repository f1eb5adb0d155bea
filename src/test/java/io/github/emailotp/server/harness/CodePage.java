package io.github.emailotp.server.harness;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The page that asks for the code, in a {@link Browser}. */
public final class CodePage {

    private static final String FIELD = "input[name=oneTimeCode]";

    private final Browser browser;

    /** Waits for the page. */
    CodePage(Browser browser) {
        this.browser = browser;
        browser.await(FIELD);
    }

    /** Waits for the page in this browser. */
    public static CodePage in(Browser browser) {
        return new CodePage(browser);
    }

    /** The field for the code. */
    public WebElement field() {
        return browser.await(FIELD);
    }

    public WebElement resendButton() {
        return browser.await("[name=resend]");
    }

    /** The error at the field; waits until there is one. */
    public String error() {
        return browser.await("#input-error-oneTimeCode").getText();
    }

    /** Waits until the page says so, which its script has to learn from the server. */
    public void awaitNews(String text) {
        browser.await(driver ->
                driver.findElement(By.id("email-otp-notice")).getText().contains(text));
    }

    /** Types the code, submits it, and waits until this page is gone. */
    public void enter(String code) {
        WebElement field = field();
        field.clear();
        field.sendKeys(code);
        browser.leaveBy(browser.await("[name=login]"));
    }

    /** Presses the button for another code and waits for the next page. */
    public CodePage resend() {
        browser.leaveBy(resendButton());
        return new CodePage(browser);
    }
}
