package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/**
 * A running Chromium. To start one takes as long as several tests, so one that is given back waits for the next who wants the same preferences,
 * without cookies, caches, windows or settings of its windows. Those that wait end with this Java machine.
 */
final class Chromium {

    /** The preference that says in which language pages are asked for, and the browser's own words are. */
    static final String LANGUAGE = "intl.accept_languages";

    private static final int MOST_IDLE = 2;
    private static final List<Chromium> IDLE = new ArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Chromium::quitAll, "chromium-end"));
    }

    private final Map<String, Object> preferences;
    private final Path profile;
    private final ChromeDriver driver;

    private Chromium(Map<String, Object> preferences) {
        this.preferences = preferences;
        try {
            profile = Files.createTempDirectory("browser-profile");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var options = new ChromeOptions()
                .setExperimentalOption("prefs", preferences)
                .addArguments(
                        "--headless=new",
                        // Chromium's sandbox does not work for root, which build machines often are.
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--lang=" + preferences.get(LANGUAGE),
                        "--user-data-dir=" + profile);
        // The certificates of the test servers are their own.
        options.setAcceptInsecureCerts(true);
        driver = Chrome.start(options);
    }

    /** One that waits, else a new one; nobody else has it until it is given back. */
    static Chromium with(Map<String, Object> preferences) {
        synchronized (IDLE) {
            for (Chromium idle : IDLE) {
                if (idle.preferences.equals(preferences)) {
                    IDLE.remove(idle);
                    return idle;
                }
            }
        }
        return new Chromium(preferences);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Whatever state a test has left it in: where it cannot be cleaned, it ends. */
    void giveBack() {
        try {
            forget();
        } catch (WebDriverException unclean) {
            quit();
            return;
        }
        synchronized (IDLE) {
            IDLE.add(this);
            if (IDLE.size() > MOST_IDLE) {
                IDLE.remove(0).quit();
            }
        }
    }

    private void forget() {
        // What was set by DevTools ends with its window, and scripts and answers on their way do.
        List<String> old = List.copyOf(driver.getWindowHandles());
        WebDriver.TargetLocator windows = driver.switchTo();
        windows.newWindow(WindowType.WINDOW);
        String next = driver.getWindowHandle();
        Set<String> origins = new HashSet<>();
        for (String window : old) {
            windows.window(window);
            origins.addAll(visited());
            driver.close();
        }
        windows.window(next);
        for (String origin : origins) {
            driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all"));
        }
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        // To read it is to empty it.
        driver.manage().logs().get(LogType.BROWSER);
    }

    /** The origins of the pages that this window has shown. */
    private List<String> visited() {
        Map<String, Object> history = driver.executeCdpCommand("Page.getNavigationHistory", Map.of());
        return ((List<?>) history.get("entries"))
                .stream()
                        .map(entry -> URI.create((String) ((Map<?, ?>) entry).get("url")))
                        .filter(page -> page.getHost() != null)
                        .map(page -> page.getScheme() + "://" + page.getAuthority())
                        .toList();
    }

    private static void quitAll() {
        synchronized (IDLE) {
            for (Chromium idle : IDLE) {
                try {
                    idle.quit();
                } catch (RuntimeException gone) {
                    // The others end all the same.
                }
            }
        }
    }

    private void quit() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
