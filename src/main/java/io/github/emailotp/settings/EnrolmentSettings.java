package io.github.emailotp.settings;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * What can be set on the step beside its codes, for people who choose the code themselves.
 *
 * @param isOn whether, as one of several ways, the step is there for those who have enrolled
 */
public record EnrolmentSettings(boolean isOn) {

    static final Setting<Boolean> ENROLMENT = Setting.onOff("enrolment", false);

    /** All of them, in the order in which the console shows them. */
    public static final List<Setting<?>> ALL = List.of(ENROLMENT);

    /** The settings as properties of the admin console. */
    public static List<ProviderConfigProperty> consoleProperties() {
        return ALL.stream().map(Setting::toConsoleProperty).toList();
    }

    /**
     * Reads a stored configuration, as {@link EmailOtpSettings#read} does; a step that was saved without it has the default, as it had before there
     * was this.
     *
     * @param warnings takes each warning as a sentence that names key, value and default
     */
    public static EnrolmentSettings read(Map<String, String> stored, Consumer<String> warnings) {
        SettingReader reader = SettingReader.of(ENROLMENT, stored, warnings);
        return new EnrolmentSettings(reader.value(ENROLMENT));
    }
}
