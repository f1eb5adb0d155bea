package io.github.emailotp.settings;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * What can be set on the step of a reset beside its codes.
 *
 * @param names which names it takes
 * @param logsIn whether who has set a new password is logged in with it at once
 */
public record ResetSettings(NameSettings names, boolean logsIn) {

    static final Setting<Boolean> LOGIN_AFTER_RESET = Setting.onOff("loginAfterReset", false);

    /** All of them, in the order in which the console shows them. */
    public static final List<Setting<?>> ALL = List.of(NameSettings.USER_NAMES, LOGIN_AFTER_RESET);

    /** The settings as properties of the admin console. */
    public static List<ProviderConfigProperty> consoleProperties() {
        return ALL.stream().map(Setting::toConsoleProperty).toList();
    }

    /**
     * Reads a stored configuration, as {@link EmailOtpSettings#read} does; a step that was saved without any has the defaults.
     *
     * @param warnings takes each warning as a sentence that names key, value and default
     */
    public static ResetSettings read(Map<String, String> stored, Consumer<String> warnings) {
        SettingReader reader = new SettingReader(stored, stored.isEmpty() ? silenced -> {} : warnings);
        return new ResetSettings(NameSettings.read(reader), reader.value(LOGIN_AFTER_RESET));
    }
}
