package io.github.emailotp.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** The texts of page and mail as they are in the jar, whatever realms and themes have made of them. Thread-safe. */
public final class ProductTexts {

    private static final String FOLDER = "/theme-resources/messages/messages_";
    private static final String ENGLISH = "en";
    private static final Map<String, Properties> BY_NAME = new ConcurrentHashMap<>();

    private ProductTexts() {}

    /**
     * Those of a locale by their keys, or of its language; in one that the product does not speak, English. They are not to be changed. As
     * Keycloak names the files of theme resources: by the locale's own name, such as {@code pt_BR} or {@code zh_CN}.
     */
    public static Properties in(Locale locale) {
        Properties english = in(ENGLISH, new Properties());
        Properties ofTheLanguage = locale.getLanguage().equals(ENGLISH) ? english : in(locale.getLanguage(), english);
        String name = locale.toString();
        return name.equals(locale.getLanguage()) ? ofTheLanguage : in(name, ofTheLanguage);
    }

    private static Properties in(String name, Properties otherwise) {
        return BY_NAME.computeIfAbsent(name, file -> read(file, otherwise));
    }

    /** Of a file that there is none of, the others. */
    private static Properties read(String name, Properties otherwise) {
        try (InputStream file = ProductTexts.class.getResourceAsStream(FOLDER + name + ".properties")) {
            if (file == null) {
                return otherwise;
            }
            Properties texts = new Properties(otherwise);
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
