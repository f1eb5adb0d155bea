package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium as somebody has it who has never been anywhere; {@link #close()} gives it back. */
public final class Browser implements AutoCloseable {

    /** What the operating system of the person at the screen prefers. */
    public enum ColorScheme {
        LIGHT,
        DARK
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Dimension WINDOW = new Dimension(1000, 900);
    private static final int SCRIPTS_BLOCKED = 2;

    private final Chromium chromium;
    private final ChromeDriver driver;

    private Browser(Map<String, Object> preferences) {
        chromium = Chromium.with(preferences);
        driver = chromium.driver();
        driver.manage().window().setSize(WINDOW);
        driver.executeCdpCommand("Network.enable", Map.of());
        address(ClientAddress.next());
    }

    /** An English browser. */
    public static Browser open() {
        return inLanguage("en");
    }

    /** A browser that asks for pages in this language first, such as {@code de}. */
    public static Browser inLanguage(String language) {
        return new Browser(Map.of(Chromium.LANGUAGE, language));
    }

    /** An English browser that sends cookies with requests from other sites, as Chrome does; Debian's Chromium does not. */
    public static Browser withCookiesForOtherSites() {
        return new Browser(Map.of(
                Chromium.LANGUAGE,
                "en",
                "profile.block_third_party_cookies",
                false,
                "profile.cookie_controls_mode",
                0));
    }

    /** An English browser that runs no scripts. */
    public static Browser withoutScripts() {
        return new Browser(Map.of(
                Chromium.LANGUAGE, "en", "profile.managed_default_content_settings.javascript", SCRIPTS_BLOCKED));
    }

    /** Selenium's own interface, for what this class does not offer. */
    public ChromeDriver driver() {
        return driver;
    }

    /** From now on it has this IP address; every browser begins with one of its own. */
    public void address(String next) {
        driver.executeCdpCommand("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("X-Forwarded-For", next)));
    }

    public String url() {
        return driver.getCurrentUrl();
    }

    public String title() {
        return driver.getTitle();
    }

    public void open(String address) {
        driver.get(address);
    }

    /** Opens a login and waits for Keycloak's page that asks for user name and password. */
    public LoginPage openLogin(TestRealm realm) {
        return openLogin(realm.loginUrl());
    }

    /** As {@link #openLogin(TestRealm)}, at an address with parameters of its own. */
    public LoginPage openLogin(String address) {
        open(address);
        return new LoginPage(this);
    }

    public void prefer(ColorScheme scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of(
                                "name",
                                "prefers-color-scheme",
                                "value",
                                scheme == ColorScheme.DARK ? "dark" : "light"))));
    }

    /** Shows pages in this size, in CSS pixels, however small. */
    public void emulate(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Sets the size of the window, in CSS pixels; 1000 by 900 without this. */
    public void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** Writes what the window shows as PNG. */
    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String cssSelector) {
        return !driver.findElements(By.cssSelector(cssSelector)).isEmpty();
    }

    /** Waits for the element to be visible. */
    public WebElement await(String cssSelector) {
        return await(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(cssSelector)));
    }

    /** Waits for what takes as long as the shortest life of a code. */
    public void awaitLong(String cssSelector) {
        new WebDriverWait(driver, Duration.ofSeconds(90))
                .ignoring(WebDriverException.class)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(cssSelector)));
    }

    /** Waits for an address that begins like this. */
    public void awaitUrl(String beginning) {
        await(page -> page.getCurrentUrl().startsWith(beginning));
    }

    /**
     * Waits until the condition holds and answers its value.
     *
     * @throws org.openqa.selenium.TimeoutException with address and text of the page, if it does not hold in time
     */
    public <T> T await(ExpectedCondition<T> condition) {
        return new WebDriverWait(driver, PATIENCE)
                // Between two pages the driver answers with errors of several kinds: the next look tells.
                .ignoring(WebDriverException.class)
                .withMessage(() ->
                        url() + ": " + driver.findElement(By.tagName("body")).getText())
                .until(condition);
    }

    /** Presses a button or link and waits until its page is gone. */
    public void press(String cssSelector) {
        leaveBy(await(cssSelector));
    }

    /** Presses a button or link and waits until its page is gone. */
    void leaveBy(WebElement button) {
        button.click();
        await(ExpectedConditions.stalenessOf(button));
    }

    @Override
    public void close() {
        chromium.giveBack();
    }
}
