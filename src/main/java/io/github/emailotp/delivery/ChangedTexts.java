package io.github.emailotp.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeProvider;
import org.keycloak.theme.ThemeResourceProvider;

/**
 * The texts that a realm or its theme has in place of the {@linkplain ProductTexts product's own}, in one language. As if those were in Keycloak's
 * bundle, which they are not: the realm's before the theme's, and a text of a language that one falls back on only where the product has none of the language
 * itself.
 */
public final class ChangedTexts {

    private static final String MESSAGES = "messages";
    private static final String PREFIX = "emailOtp";

    /** What themes say themselves in a language, without those that they are derived from. As long as Keycloak keeps the theme. */
    private static final Map<Theme, Map<Locale, Properties>> OF_THEMES =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Supplier<Theme> theme;
    private final List<Locale> languages;

    /**
     * Those of a realm.
     *
     * @param theme is asked where the realm has no text
     * @param locale that of page or mail
     * @param language that of the product's own texts there, {@link ProductTexts#language}
     */
    public ChangedTexts(
            KeycloakSession session, RealmModel realm, Supplier<Theme> theme, Locale locale, Locale language) {
        this.session = session;
        this.realm = realm;
        this.theme = theme;
        this.languages = language.equals(Locale.ENGLISH) ? List.of() : languages(locale, language);
    }

    /** Down to that of the product's texts: its own, or since Keycloak 26.5 the realm's first one, which others fall back on. */
    private List<Locale> languages(Locale locale, Locale language) {
        List<Locale> all = new ArrayList<>();
        String first = realm.getDefaultLocale();
        for (Locale from : first == null ? List.of(locale) : List.of(locale, Locale.forLanguageTag(first))) {
            for (Locale next : ProductTexts.parents(from).toList()) {
                all.add(next);
                if (next.equals(language)) {
                    return all;
                }
            }
        }
        return all;
    }

    /**
     * The text for a key that Keycloak's bundle has.
     *
     * @param inTheBundle that text, of whatever language: where the product speaks English, it has nothing better
     * @return empty where the product's own is to be shown
     */
    public Optional<String> find(String key, String inTheBundle) {
        return languages.isEmpty()
                ? Optional.of(inTheBundle)
                : languages.stream().flatMap(each -> in(each, key).stream()).findFirst();
    }

    private Optional<String> in(Locale language, String key) {
        return Optional.ofNullable(realm.getRealmLocalizationTextsByLocale(language.toLanguageTag())
                        .get(key))
                .or(() -> Optional.ofNullable(ofTheTheme(language).getProperty(key)));
    }

    private Properties ofTheTheme(Locale language) {
        Theme whole = theme.get();
        return OF_THEMES
                .computeIfAbsent(whole, ignored -> new ConcurrentHashMap<>())
                .computeIfAbsent(language, ignored -> read(whole, language));
    }

    /**
     * As Keycloak's {@code DefaultThemeManager} puts a theme together: what is imported is before what it is derived from, and at last what jars bring
     * along.
     */
    private Properties read(Theme whole, Locale language) {
        List<Theme> parts = new ArrayList<>();
        Optional<Theme> next = find(whole.getName(), whole.getType());
        while (next.isPresent()) {
            Theme part = next.get();
            parts.add(part);
            imported(part).ifPresent(parts::add);
            next = Optional.ofNullable(part.getParentName()).flatMap(name -> find(name, whole.getType()));
        }
        Properties texts = new Properties();
        for (ThemeResourceProvider others : session.getAllProviders(ThemeResourceProvider.class)) {
            addOurs(() -> others.getMessages(MESSAGES, language), texts);
        }
        Collections.reverse(parts);
        parts.forEach(part -> addOurs(() -> part.getMessages(MESSAGES, language), texts));
        return texts;
    }

    private Optional<Theme> imported(Theme part) {
        return Optional.ofNullable(part.getImportName())
                .map(name -> name.split("/", 2))
                .flatMap(name -> find(name[1], Theme.Type.valueOf(name[0].toUpperCase(Locale.ROOT))));
    }

    private Optional<Theme> find(String name, Theme.Type type) {
        return session.getAllProviders(ThemeProvider.class).stream()
                .sorted(Comparator.comparingInt(ThemeProvider::getProviderPriority)
                        .reversed())
                .filter(provider -> provider.hasTheme(name, type))
                .findFirst()
                .map(provider -> {
                    try {
                        return provider.getTheme(name, type);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @FunctionalInterface
    private interface Messages {
        Properties get() throws IOException;
    }

    private static void addOurs(Messages messages, Properties texts) {
        Properties all;
        try {
            all = messages.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (all != null) {
            all.stringPropertyNames().stream()
                    .filter(key -> key.startsWith(PREFIX))
                    .forEach(key -> texts.setProperty(key, all.getProperty(key)));
        }
    }
}
