package io.github.emailotp.settings;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * What can be set on the first step beside its codes.
 *
 * @param names which names it takes
 * @param makesAccounts whether whoever proves an address that has no account gets one
 */
public record FirstStepSettings(NameSettings names, boolean makesAccounts) {

    static final Setting<Boolean> NEW_ACCOUNTS = Setting.onOff("newAccounts", false);

    /** All of them, in the order in which the console shows them. */
    public static final List<Setting<?>> ALL = List.of(NameSettings.USER_NAMES, NEW_ACCOUNTS);

    /** The settings as properties of the admin console. */
    public static List<ProviderConfigProperty> consoleProperties() {
        return ALL.stream().map(Setting::toConsoleProperty).toList();
    }

    /**
     * Reads a stored configuration, as {@link EmailOtpSettings#read} does; a step that was saved without any has the defaults.
     *
     * @param warnings takes each warning as a sentence that names key, value and default
     */
    public static FirstStepSettings read(Map<String, String> stored, Consumer<String> warnings) {
        SettingReader reader = new SettingReader(stored, stored.isEmpty() ? silenced -> {} : warnings);
        return new FirstStepSettings(NameSettings.read(reader), reader.value(NEW_ACCOUNTS));
    }
}
