package io.github.emailotp.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Whether people may trust a browser, beside the codes of a step.
 *
 * @param trustedBrowser how long a browser is trusted in which somebody has asked for that; zero if nobody is offered it
 */
public record TrustSettings(Duration trustedBrowser) {

    static final Setting<Integer> TRUSTED_BROWSER_DAYS = Setting.number("trustedBrowserDays", "days", 0, 90, 0);

    /** All of them, in the order in which the console shows them. */
    public static final List<Setting<?>> ALL = List.of(TRUSTED_BROWSER_DAYS);

    /** The settings as properties of the admin console. */
    public static List<ProviderConfigProperty> consoleProperties() {
        return ALL.stream().map(Setting::toConsoleProperty).toList();
    }

    /**
     * Reads a stored configuration, as {@link EmailOtpSettings#read} does; a step that was saved without it has the default, as it had before there was
     * this.
     *
     * @param warnings takes each warning as a sentence that names key, value and default
     */
    public static TrustSettings read(Map<String, String> stored, Consumer<String> warnings) {
        SettingReader reader = SettingReader.of(TRUSTED_BROWSER_DAYS, stored, warnings);
        return new TrustSettings(Duration.ofDays(reader.value(TRUSTED_BROWSER_DAYS)));
    }

    /** The same where somebody else warns. */
    public static TrustSettings readQuietly(Map<String, String> stored) {
        return read(stored, silenced -> {});
    }
}
