package io.github.emailotp;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/** The product's texts in one language, as they stand in the jar: its own, and those that Keycloak shows. */
public final class Bundle {

    /** The languages that the product speaks, as the files are named; English is the one that the others are measured by. */
    public static final List<String> LANGUAGES = List.of(
            ("en ar az ca cs da de el es eu fa fi fr hr hu hy id it ja ka kk ko ky lt lv nl no pl pt pt_BR ro ru sk sl sv th tr"
                            + " uk vi zh_CN zh_TW")
                    .split(" "));

    /** Those that are written in letters of another kind than English. */
    public static final List<String> IN_OTHER_LETTERS =
            List.of("ar", "el", "fa", "hy", "ja", "ka", "kk", "ko", "ky", "ru", "th", "uk", "zh_CN", "zh_TW");

    /** Those of the test realm, for what takes long. */
    public static final List<String> SAMPLE = List.of("en", "de", "fr", "es");

    private final String language;
    private final Properties texts = new Properties();

    private Bundle(String language) {
        this.language = language;
    }

    public static Bundle in(String language) {
        var bundle = new Bundle(language);
        for (String folder : List.of("/io/github/emailotp/messages", "/theme-resources/messages")) {
            bundle.load(folder + "/messages_" + language + ".properties");
        }
        return bundle;
    }

    private void load(String file) {
        try (Reader reader = new InputStreamReader(Bundle.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** What Keycloak calls a language, and HTML (BCP 47). */
    public static String tag(String language) {
        return language.replace('_', '-');
    }

    public Set<String> keys() {
        return texts.stringPropertyNames();
    }

    /** The text as it stands in the file. */
    public String raw(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new AssertionError("no text " + key + " in " + language);
        }
        return text;
    }

    /** The text as Keycloak formats it for people. */
    public String text(String key, Object... arguments) {
        return formatted(raw(key), arguments);
    }

    /** Any pattern as it would be formatted in this language. */
    public String formatted(String pattern, Object... arguments) {
        return new MessageFormat(pattern, Locale.forLanguageTag(tag(language))).format(arguments);
    }
}
