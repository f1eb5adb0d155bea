package io.github.emailotp.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads settings that are stored: one that is missing, or is no value of its setting, is its default.
 *
 * @param stored by their keys
 * @param warnings takes each warning as a sentence that names key, value and default
 */
record SettingReader(Map<String, String> stored, Consumer<String> warnings) {

    private static final int MAX_QUOTED = 40;

    /** Of a setting that came later than others of its step: to have none is no fault. */
    static SettingReader of(Setting<?> later, Map<String, String> stored, Consumer<String> warnings) {
        return new SettingReader(stored, stored.containsKey(later.key()) ? warnings : silenced -> {});
    }

    <T> T value(Setting<T> setting) {
        Optional<String> text = Optional.ofNullable(stored.get(setting.key()));
        return text.flatMap(setting::parse).orElseGet(() -> {
            warnings.accept(warning(setting, text));
            return setting.defaultValue();
        });
    }

    private static String warning(Setting<?> setting, Optional<String> text) {
        String problem = text.map(value -> " is \"" + printable(value) + "\", which is not " + setting.range())
                .orElse(" is not set");
        return setting.key() + problem + ": using the default " + setting.defaultText();
    }

    /** What is stored may be anything; a log line must stay one line. */
    private static String printable(String value) {
        String oneLine = value.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= MAX_QUOTED ? oneLine : oneLine.substring(0, MAX_QUOTED) + "…";
    }
}
