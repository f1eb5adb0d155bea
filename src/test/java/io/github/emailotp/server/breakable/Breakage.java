package io.github.emailotp.server.breakable;

import java.util.regex.Pattern;

/**
 * What fails.
 *
 * @param kind how
 * @param calls matches the method and the name of calls that fail, with a blank between
 * @param isOnce whether all is whole after the first of them
 */
public record Breakage(Kind kind, Pattern calls, boolean isOnce) {

    private static final String ONCE = "once";
    private static final String ALWAYS = "always";

    /** How calls fail. */
    public enum Kind {
        /** They do nothing, and throw. */
        THROWS,
        /** They do their work, and throw. */
        LOSES_THE_ANSWER,
        /** They do nothing, and tell of no reason: what is to be read is missing, what is to be written is refused. */
        SAYS_NO,
        /** They do nothing for a while, and throw. */
        IS_SILENT
    }

    public static Breakage parse(String text) {
        String[] parts = text.split(" ", 3);
        return new Breakage(Kind.valueOf(parts[0]), Pattern.compile(parts[2]), parts[1].equals(ONCE));
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return kind + " " + (isOnce ? ONCE : ALWAYS) + " " + calls.pattern();
    }
}
