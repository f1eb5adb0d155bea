package io.github.emailotp.delivery;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.ThemeManager;
import org.keycloak.theme.Theme;

/** Whose texts a mail is made of. In the templates, which are the theme's in any case, only those differ. */
enum Wording {
    /** Those that the administrators of the realm have changed, and the theme's else. */
    OF_THE_REALM,
    /** As if they had changed none. */
    OF_THE_THEME,
    /** As if its theme had none for our keys either. */
    OF_THE_PRODUCT;

    /** The realm as it would be with these texts. */
    RealmModel of(RealmModel realm) {
        return this == OF_THE_REALM
                ? realm
                : StandIn.of(
                        RealmModel.class,
                        realm,
                        Map.of("getRealmLocalizationTextsByLocale", (arguments, original) -> Map.of()));
    }

    /** The session as it would be with these texts. Keycloak's bundle has none of ours but those that were changed. */
    KeycloakSession of(KeycloakSession session) {
        return StandIn.of(
                KeycloakSession.class,
                session,
                Map.of("theme", (arguments, original) -> themes(session, (ThemeManager) original.answer())));
    }

    private ThemeManager themes(KeycloakSession session, ThemeManager themes) {
        return StandIn.of(
                ThemeManager.class,
                themes,
                Map.of("getTheme", (arguments, original) -> theme(session, (Theme) original.answer())));
    }

    private Theme theme(KeycloakSession session, Theme theme) {
        StandIn.Answer ours = (arguments, original) -> {
            Locale locale = (Locale) arguments[arguments.length - 1];
            RealmModel realm = arguments[0] instanceof RealmModel given
                    ? given
                    : OF_THE_THEME.of(session.getContext().getRealm());
            Properties bundle = (Properties) original.answer();
            Locale language = ProductTexts.language(bundle.getProperty(ProductTexts.LANGUAGE, ""), locale);
            return withOurs(bundle, language, new ChangedTexts(session, realm, () -> theme, locale, language));
        };
        return StandIn.of(Theme.class, theme, Map.of("getMessages", ours, "getEnhancedMessages", ours));
    }

    private Properties withOurs(Properties bundle, Locale language, ChangedTexts changed) {
        Properties ours = ProductTexts.in(language);
        Properties all = new Properties(bundle);
        // Keycloak's formatter does not ask for what a bundle has of another.
        all.putAll(bundle);
        for (String key : ours.stringPropertyNames()) {
            String inTheBundle = bundle.getProperty(key);
            Optional<String> text =
                    this == OF_THE_PRODUCT || inTheBundle == null ? Optional.empty() : changed.find(key, inTheBundle);
            all.setProperty(key, text.orElse(ours.getProperty(key)));
        }
        return all;
    }
}
