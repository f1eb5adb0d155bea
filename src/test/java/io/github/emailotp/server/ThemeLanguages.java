package io.github.emailotp.server;

import io.github.emailotp.server.harness.ServerJars;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** The languages of Keycloak's own themes, as the server's files name them. */
final class ThemeLanguages {

    private static final Pattern THEMES = Pattern.compile("org\\.keycloak\\.keycloak-themes-\\d.*");

    private ThemeLanguages() {}

    /** Those of the themes for this, such as {@code login} or {@code admin}. */
    static List<String> of(String type) throws IOException {
        Path themes = ServerJars.ofServer().stream()
                .filter(jar -> THEMES.matcher(jar.getFileName().toString()).matches())
                .findFirst()
                .orElseThrow();
        var theme = new Properties();
        try (var jar = new ZipFile(themes.toFile());
                InputStream file = jar.getInputStream(jar.getEntry("theme/base/" + type + "/theme.properties"))) {
            theme.load(file);
        }
        return List.of(theme.getProperty("locales").split(","));
    }
}
