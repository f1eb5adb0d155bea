package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.LocaleUtil;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeProvider;
import org.keycloak.theme.ThemeResourceProvider;

@DisplayName("Texts that realm and theme have in place of the product's own")
class ChangedTextsTest {

    private static final String KEY = "emailOtpTitle";
    private static final int TIMES = 1_500;
    private static final List<String> TAGS = List.of("de-AT", "de", "en");

    /** Where a text may stand: of the realm, of its theme, of what that imports, of what it is derived from, and of other jars. */
    private static final List<String> PLACES = List.of("realm", "child", "imported", "parent", "jar");

    private final Map<String, String> texts = new HashMap<>();

    /** The realm's. */
    private String first;

    private boolean newer;

    private int reads;

    private Properties of(String place, String tag) {
        Properties some = new Properties();
        if (texts.containsKey(place + tag)) {
            some.setProperty(KEY, texts.get(place + tag));
        }
        return some;
    }

    private final RealmModel realm = Fake.answering(
            RealmModel.class,
            Map.of(
                    "getRealmLocalizationTextsByLocale",
                    given -> Map.copyOf(of("realm", (String) given.get(0))),
                    "isInternationalizationEnabled",
                    given -> true,
                    "getDefaultLocale",
                    given -> first));

    private final Map<String, Theme> themes = Map.of(
            "login/child", theme("child", "parent", "common/imported"),
            "common/imported", theme("imported", null, null),
            "login/parent", theme("parent", null, null));

    private Theme theme(String name, String parent, String imported) {
        Map<String, Function<List<Object>, Object>> answers = new HashMap<>();
        answers.put("hashCode", given -> name.hashCode());
        answers.put("equals", given -> false);
        answers.put("getName", given -> name);
        answers.put("getType", given -> Theme.Type.LOGIN);
        answers.put("getParentName", given -> parent);
        answers.put("getImportName", given -> imported);
        answers.put("getMessages", given -> {
            reads++;
            return of(name, ((Locale) given.get(1)).toLanguageTag());
        });
        return Fake.answering(Theme.class, answers);
    }

    private final ThemeProvider provider = Fake.answering(
            ThemeProvider.class,
            Map.of(
                    "getProviderPriority",
                    given -> 0,
                    "hasTheme",
                    given -> themes.containsKey(name(given)),
                    "getTheme",
                    given -> themes.get(name(given))));

    private static String name(List<Object> given) {
        return given.get(1).toString().toLowerCase(Locale.ROOT) + "/" + given.get(0);
    }

    /** Another one. */
    private final ThemeResourceProvider jar = Fake.answering(
            ThemeResourceProvider.class,
            Map.of("getMessages", given -> of("jar", ((Locale) given.get(1)).toLanguageTag())));

    private final KeycloakSession session = Fake.answering(
            KeycloakSession.class,
            Map.of("getAllProviders", given -> Set.of(given.get(0) == ThemeProvider.class ? provider : jar)));

    /** As Keycloak keeps it, another one than the part of the same name. */
    private Theme whole = theme("child", "parent", "common/imported");

    private String shown(Locale locale) {
        Properties bundle = bundle(locale, false);
        String inTheBundle = bundle.getProperty(KEY);
        Locale language = ProductTexts.language(bundle.getProperty(ProductTexts.LANGUAGE), locale);
        String own = ProductTexts.in(language).getProperty(KEY);
        if (inTheBundle == null) {
            return own;
        }
        ChangedTexts changed = new ChangedTexts(session, realm, () -> whole, locale, language);
        return changed.find(KEY, inTheBundle).orElse(own);
    }

    private Properties bundle(Locale locale, boolean withOurs) {
        Map<Locale, Properties> ofThemes = new HashMap<>();
        for (String tag : TAGS) {
            Locale each = Locale.forLanguageTag(tag);
            Properties all = new Properties();
            if (!tag.equals("de-AT")) {
                all.setProperty(ProductTexts.LANGUAGE, tag);
                if (withOurs) {
                    all.setProperty(KEY, ProductTexts.in(each).getProperty(KEY));
                }
            }
            Stream.of("jar", "parent", "imported", "child").forEach(name -> all.putAll(of(name, tag)));
            ofThemes.put(each, all);
        }
        return newer
                ? merged(locale, ofThemes)
                : LocaleUtil.enhancePropertiesWithRealmLocalizationTexts(realm, locale, ofThemes);
    }

    /** As its {@code LocaleUtil} goes on since 26.5: to the realm's first language before English. The tests have that of 26.0. */
    private Properties merged(Locale locale, Map<Locale, Properties> ofThemes) {
        List<Locale> all = new ArrayList<>(ProductTexts.parents(locale).toList());
        if (first != null && !locale.equals(Locale.ENGLISH) && !first.startsWith(locale.getLanguage())) {
            all.addAll(ProductTexts.parents(Locale.forLanguageTag(first)).toList());
        }
        all.add(Locale.ENGLISH);
        Collections.reverse(all);
        Properties merged = new Properties();
        for (Locale each : all) {
            merged.putAll(ofThemes.getOrDefault(each, new Properties()));
            merged.putAll(of("realm", each.toLanguageTag()));
        }
        return merged;
    }

    /** Whatever is changed where, in one of 32,768 ways; since 26.5 those in languages that neither it nor Keycloak speaks come to the realm's first one. */
    @ParameterizedTest
    @CsvSource({
        "de-AT, en, false",
        "de, en, false",
        "en, en, false",
        "et, en, false",
        "et, de, false",
        "et, , false",
        "de-AT, en, true",
        "de, en, true",
        "en, de, true",
        "et, de, true",
        "et, de-AT, true",
        "de-AT, et, true",
        "et, , true"
    })
    void areThoseThatKeycloakWouldShowWereOursInItsBundle(String tag, String ofTheRealm, boolean inNewerVersions) {
        Locale locale = Locale.forLanguageTag(tag);
        first = ofTheRealm;
        newer = inNewerVersions;
        List<String> spots = PLACES.stream()
                .flatMap(place -> TAGS.stream().map(each -> place + each))
                .toList();
        // The same ones in every run.
        Random random = new Random(1);
        for (int i = 0; i < TIMES; i++) {
            int chosen = random.nextInt(1 << spots.size());
            texts.clear();
            whole = theme("child", "parent", "common/imported");
            IntStream.range(0, spots.size())
                    .filter(spot -> (chosen >> spot & 1) == 1)
                    .forEach(spot -> texts.put(spots.get(spot), "Of " + spots.get(spot)));
            assertThat(shown(locale))
                    .as("%s", texts.keySet())
                    .isEqualTo(bundle(locale, true).getProperty(KEY));
        }
    }

    /** It may say the same in both. */
    @Test
    void areThoseOfAThemeThatSaysTheSameInEachLanguage() {
        texts.put("childen", "The same");
        texts.put("childde", "The same");
        assertThat(shown(Locale.GERMAN)).isEqualTo("The same");
    }

    @Test
    void areReadOnceFromEachFile() {
        texts.put("childde", "Of the theme");
        for (int i = 0; i < 10; i++) {
            assertThat(shown(Locale.GERMAN)).isEqualTo("Of the theme");
        }
        assertThat(reads).isEqualTo(3);
    }
}
