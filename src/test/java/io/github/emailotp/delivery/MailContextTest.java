package io.github.emailotp.delivery;

import static io.github.emailotp.Fake.answering;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.ThemeManager;
import org.keycloak.theme.Theme;

@DisplayName("The name of a realm in a mail")
class MailContextTest {

    private static final MailContext IN_ENGLISH =
            new MailContext("", "", "", "", "", "", "", "", "", Locale.ENGLISH, ZoneOffset.UTC);

    private static KeycloakSession session() {
        Properties messages = new Properties();
        messages.setProperty("shopName", "The Shop");
        Theme theme = answering(Theme.class, Map.of("getEnhancedMessages", given -> messages));
        ThemeManager themes = answering(ThemeManager.class, Map.of("getTheme", given -> theme));
        KeycloakContext context = answering(KeycloakContext.class, Map.of("getRealm", given -> null));
        return answering(KeycloakSession.class, Map.of("theme", given -> themes, "getContext", given -> context));
    }

    private static String shown(String displayName) {
        RealmModel realm = answering(
                RealmModel.class, Map.of("getDisplayName", given -> displayName, "getName", given -> "shop-realm"));
        return IN_ENGLISH.realmName(session(), realm);
    }

    @Test
    void isTheOneThatPeopleReadElsewhere() {
        assertThat(shown("Shop")).isEqualTo("Shop");
        assertThat(shown("${shopName}")).isEqualTo("The Shop");
    }

    @Test
    void isOnOneLineAndNotTurned() {
        assertThat(shown("\u202eShop\tBcc")).isEqualTo("Shop Bcc");
    }

    @Test
    void isItsShortNameWhereNothingOfItShows() {
        assertThat(shown("")).isEqualTo("shop-realm");
        assertThat(shown("  ")).isEqualTo("shop-realm");
        assertThat(shown("\u200b\u2060")).isEqualTo("shop-realm");
    }

    /** So is that of a provider; the user name there is somebody else's choice. */
    @Test
    void isShownAsAreTheNamesOfAnAccountToBeLinked() {
        MailContext context =
                IN_ENGLISH.naming(session(), "${shopName}", "alice\r\n\r\nYour code: 12345678" + "x".repeat(200));
        assertThat(context.provider()).isEqualTo("The Shop");
        assertThat(context.providerUser())
                .startsWith("alice Your code")
                .endsWith("x…")
                .hasSizeLessThanOrEqualTo(101);
    }
}
