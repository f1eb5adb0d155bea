package io.github.emailotp.delivery;

import java.util.Locale;
import java.util.Map;
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

    /** The session as it would be with these texts. */
    KeycloakSession of(KeycloakSession session) {
        return this == OF_THE_PRODUCT
                ? StandIn.of(
                        KeycloakSession.class,
                        session,
                        Map.of("theme", (arguments, original) -> themes((ThemeManager) original.answer())))
                : session;
    }

    private static ThemeManager themes(ThemeManager themes) {
        return StandIn.of(
                ThemeManager.class,
                themes,
                Map.of("getTheme", (arguments, original) -> theme((Theme) original.answer())));
    }

    private static Theme theme(Theme theme) {
        StandIn.Answer ours = (arguments, original) ->
                withOurs((Properties) original.answer(), (Locale) arguments[arguments.length - 1]);
        return StandIn.of(Theme.class, theme, Map.of("getMessages", ours, "getEnhancedMessages", ours));
    }

    private static Properties withOurs(Properties texts, Locale locale) {
        Properties ours = ProductTexts.in(locale);
        Properties all = new Properties(texts);
        ours.stringPropertyNames().forEach(key -> all.setProperty(key, ours.getProperty(key)));
        return all;
    }
}
