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
import java.util.stream.Stream;

/**
 * The texts of page and mail as they are in the jar, whatever realms and themes have made of them. They are none of Keycloak's bundle, which it copies
 * three times for each of its pages. Thread-safe.
 */
public final class ProductTexts {

    /** The one text that is in Keycloak's bundle for us: the tag of its language. */
    public static final String LANGUAGE = "emailOtpLanguage";

    private static final String FOLDER = "/io/github/emailotp/messages/messages_";
    private static final String ENGLISH = "en";
    private static final Map<Locale, Boolean> SPOKEN = new ConcurrentHashMap<>();
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

    /**
     * The language that a text is in which is not in Keycloak's bundle, as if it were.
     *
     * @param told what the bundle has for {@link #LANGUAGE}
     * @param locale that of the bundle
     */
    public static Locale language(String told, Locale locale) {
        Locale first = Locale.forLanguageTag(told);
        return isSpoken(first)
                ? first
                : parents(locale).filter(ProductTexts::isSpoken).findFirst().orElse(Locale.ENGLISH);
    }

    /** To look into the jar for each page would take some per cent of its time. */
    private static boolean isSpoken(Locale locale) {
        return SPOKEN.computeIfAbsent(locale, next -> ProductTexts.class.getResource(file(next.toString())) != null);
    }

    /** This one, and those of its language that it falls back on, as Keycloak's {@code LocaleUtil} goes on. */
    static Stream<Locale> parents(Locale locale) {
        Locale language = new Locale(locale.getLanguage());
        return Stream.of(locale, new Locale(locale.getLanguage(), locale.getCountry()), language)
                .distinct();
    }

    private static String file(String name) {
        return FOLDER + name + ".properties";
    }

    private static Properties in(String name, Properties otherwise) {
        return BY_NAME.computeIfAbsent(name, file -> read(file, otherwise));
    }

    /** Of a file that there is none of, the others. */
    private static Properties read(String name, Properties otherwise) {
        try (InputStream file = ProductTexts.class.getResourceAsStream(file(name))) {
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
