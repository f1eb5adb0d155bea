package io.github.emailotp.server.harness;

import org.openqa.selenium.By;

/** Keycloak's page that asks for user name and password, in a {@link Browser}. */
public final class LoginPage {

    private final Browser browser;

    /** Waits for the page. */
    LoginPage(Browser browser) {
        this.browser = browser;
        browser.await("input[name=password]");
    }

    /** Waits for the page in this browser. */
    public static LoginPage in(Browser browser) {
        return new LoginPage(browser);
    }

    /** Logs in with the right password and waits for the page that asks for the code. */
    public CodePage logIn(TestUser user) {
        submit(user);
        return new CodePage(browser);
    }

    /** Logs in with the right password and waits until this page is gone. */
    public void submit(TestUser user) {
        browser.driver().findElement(By.name("username")).sendKeys(user.username());
        browser.driver().findElement(By.name("password")).sendKeys(user.password());
        browser.leaveBy(browser.await("[name=login]"));
    }
}
