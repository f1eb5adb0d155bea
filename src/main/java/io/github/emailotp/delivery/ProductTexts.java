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
    private static final Map<String, Properties> BY_LANGUAGE = new ConcurrentHashMap<>();

    private ProductTexts() {}

    /** Those of a language by their keys; in one that it does not speak, English. They are not to be changed. */
    public static Properties in(Locale locale) {
        Properties english = BY_LANGUAGE.computeIfAbsent(ENGLISH, language -> read(language, new Properties()));
        return locale.getLanguage().equals(ENGLISH)
                ? english
                : BY_LANGUAGE.computeIfAbsent(locale.getLanguage(), language -> read(language, english));
    }

    private static Properties read(String language, Properties otherwise) {
        Properties texts = new Properties(otherwise);
        try (InputStream file = ProductTexts.class.getResourceAsStream(FOLDER + language + ".properties")) {
            if (file != null) {
                texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
