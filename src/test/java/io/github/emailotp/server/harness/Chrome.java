package io.github.emailotp.server.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Finds a Chrome to test with: Debian's Chromium, else whatever Chrome Selenium finds or fetches.
 *
 * <p>On a bare Debian machine it installs Chromium first, when it is allowed to. Selenium could fetch a Chrome there as
 * well, but not the system libraries that Chrome needs.
 */
final class Chrome {

    private static final Path DEBIAN_BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DEBIAN_DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final List<String> COMMANDS =
            List.of("google-chrome", "google-chrome-stable", "chrome", "chromium-browser");

    /** Warns about each Chromium that it has no own DevTools classes for; ours is spoken to without them. */
    private static final Logger DEV_TOOLS_LOG = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private Chrome() {}

    static ChromeDriver start(ChromeOptions options) {
        DEV_TOOLS_LOG.setLevel(Level.SEVERE);
        if (!isDebianChromium() && !isOnPath() && mayInstall()) {
            install();
        }
        if (!isDebianChromium()) {
            return new ChromeDriver(options);
        }
        options.setBinary(DEBIAN_BROWSER.toFile());
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DEBIAN_DRIVER.toFile())
                .build();
        return new ChromeDriver(service, options);
    }

    private static boolean isDebianChromium() {
        return Files.isExecutable(DEBIAN_BROWSER) && Files.isExecutable(DEBIAN_DRIVER);
    }

    private static boolean isOnPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(folder -> COMMANDS.stream().map(command -> Path.of(folder, command)))
                .anyMatch(Files::isExecutable);
    }

    private static boolean mayInstall() {
        return Files.isExecutable(APT) && "root".equals(System.getProperty("user.name"));
    }

    private static void install() {
        try {
            int exit = new ProcessBuilder("src/test/scripts/install-chromium.sh")
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("could not install Chromium: exit code " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Chromium was installed", e);
        }
    }
}
