package io.github.emailotp.settings;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * One setting of the step.
 *
 * @param key the key in the stored configuration; never reused with another meaning
 * @param type how the console shows it
 * @param unit the unit of its values, empty if they have none
 * @param range the values it takes, in words
 * @param options the values to choose from, empty if it is free
 * @param defaultText the default, in its stored form
 * @param parser from the stored form, empty if that is no value of this setting
 * @param <T> what the values are to the program
 */
public record Setting<T>(
        String key,
        Type type,
        String unit,
        String range,
        List<String> options,
        String defaultText,
        Function<String, Optional<T>> parser) {

    /** How the admin console shows a setting. */
    enum Type {
        TEXT(ProviderConfigProperty.STRING_TYPE),
        LIST(ProviderConfigProperty.LIST_TYPE),
        SWITCH(ProviderConfigProperty.BOOLEAN_TYPE);

        private final String consoleType;

        Type(String consoleType) {
            this.consoleType = consoleType;
        }
    }

    public Setting {
        Objects.requireNonNull(key, "key");
        options = List.copyOf(options);
        if (parser.apply(defaultText).isEmpty()) {
            throw new IllegalArgumentException(
                    "the default of " + key + " must be one of its values, was " + defaultText);
        }
    }

    static Setting<Integer> number(String key, String unit, int min, int max, int defaultValue) {
        Function<String, Optional<Integer>> parser = text -> wholeNumber(text).filter(n -> n >= min && n <= max);
        return new Setting<>(key, Type.TEXT, unit, min + " to " + max, List.of(), String.valueOf(defaultValue), parser);
    }

    static Setting<Boolean> onOff(String key, boolean defaultValue) {
        Function<String, Optional<Boolean>> parser = text ->
                Optional.of(text).filter(List.of("true", "false")::contains).map(Boolean::valueOf);
        return new Setting<>(key, Type.SWITCH, "", "true or false", List.of(), String.valueOf(defaultValue), parser);
    }

    static <T> Setting<T> choice(String key, Map<String, T> values, String defaultOption) {
        List<String> options = values.keySet().stream().sorted().toList();
        Function<String, Optional<T>> parser = text -> Optional.ofNullable(values.get(text));
        return new Setting<>(key, Type.LIST, "", String.join(" or ", options), options, defaultOption, parser);
    }

    /** The same setting with another default. */
    Setting<T> withDefault(T value) {
        return new Setting<>(key, type, unit, range, options, String.valueOf(value), parser);
    }

    /** The value of the default. */
    public T defaultValue() {
        return parser.apply(defaultText).orElseThrow();
    }

    Optional<T> parse(String stored) {
        return parser.apply(stored.strip());
    }

    /** The property as the admin console shows it; label and help are keys of the message bundle. */
    ProviderConfigProperty toConsoleProperty() {
        String name = "emailOtpSetting" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
        ProviderConfigProperty property =
                new ProviderConfigProperty(key, name, name + "Help", type.consoleType, consoleDefault());
        if (!options.isEmpty()) {
            property.setOptions(options);
        }
        return property;
    }

    private Object consoleDefault() {
        return type == Type.SWITCH ? Boolean.valueOf(defaultText) : defaultText;
    }

    private static Optional<Integer> wholeNumber(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
