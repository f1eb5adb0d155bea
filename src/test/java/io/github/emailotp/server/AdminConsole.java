package io.github.emailotp.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** Keycloak's admin console in a browser, as far as it shows settings of codes. */
final class AdminConsole {

    private static final String STEP = "@data-testid='Email code'";
    private static final String SETTINGS = "Settings";
    private static final String ACTION = "text()='Verify Email by Code'";

    private final Browser browser;
    private final KeycloakServer server;

    AdminConsole(Browser browser, KeycloakServer server) {
        this.browser = browser;
        this.server = server;
    }

    /** Logs in as the administrator, goes to the realm's browser flow, and opens the settings of the email code step. */
    WebElement openSettings(TestRealm realm) {
        return openSettings(realm, SETTINGS);
    }

    /** The same where the console speaks another language. */
    WebElement openSettings(TestRealm realm, String settings) {
        return open(realm, browserFlow(realm) + "/notInUse", STEP, settings);
    }

    /** The same of the required action that verifies addresses. */
    WebElement openSettingsOfVerification(TestRealm realm) {
        return open(realm, "required-actions", ACTION, SETTINGS);
    }

    private WebElement open(TestRealm realm, String page, String row, String settings) {
        browser.open(server.url() + "/admin/master/console/#/" + realm.name() + "/authentication/" + page);
        browser.await("#username").sendKeys("admin");
        browser.await("#password").sendKeys("admin");
        browser.await("[name=login]").click();
        browser.await(ExpectedConditions.elementToBeClickable(button(row, settings)))
                .click();
        browser.await("[data-testid=codeLength]");
        return browser.await("[role=dialog]");
    }

    /** A row of a table or, in the older console, an item of a list. */
    private static By button(String row, String label) {
        return By.xpath(
                "(//*[self::tr or self::li][.//*[" + row + "]]//button[@aria-label=\"" + label + "\"])[last()]");
    }

    /** Opens the help of the setting with this label, and answers its text. */
    WebElement openHelp(String label) {
        browser.driver()
                .findElement(
                        By.xpath("//div[contains(@class,'form__group-label')][.//*[text()='" + label + "']]//button"))
                .click();
        WebElement popover = browser.await(".pf-v5-c-popover");
        // It fades in.
        browser.await(ExpectedConditions.attributeToBe(popover, "opacity", "1"));
        return browser.await(".pf-v5-c-popover__body");
    }

    void closeHelp() {
        WebElement open = browser.await(".pf-v5-c-popover");
        // A long help lies above all that could be clicked by hand.
        WebElement elsewhere = browser.driver().findElement(By.cssSelector("[role=dialog] h1"));
        browser.driver().executeScript("arguments[0].click()", elsewhere);
        browser.await(ExpectedConditions.stalenessOf(open));
    }

    private static String browserFlow(TestRealm realm) {
        String alias = realm.admin().get(realm.name()).required("browserFlow").asText();
        for (JsonNode flow : realm.admin().get(realm.name() + "/authentication/flows")) {
            if (flow.path("alias").asText().equals(alias)) {
                return flow.required("id").asText();
            }
        }
        throw new IllegalStateException("no flow " + alias);
    }
}
