package io.github.emailotp.settings;

import java.util.List;

/**
 * What can be set where a step asks for a name.
 *
 * @param takesUserNames whether people may type their user name in place of their address
 */
public record NameSettings(boolean takesUserNames) {

    static final Setting<Boolean> USER_NAMES = Setting.onOff("userNames", false);

    /** All of them, in the order in which the console shows them. */
    public static final List<Setting<?>> ALL = List.of(USER_NAMES);

    static NameSettings read(SettingReader reader) {
        return new NameSettings(reader.value(USER_NAMES));
    }
}
