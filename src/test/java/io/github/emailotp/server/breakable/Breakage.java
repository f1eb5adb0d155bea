package io.github.emailotp.server.breakable;

import java.util.regex.Pattern;

/**
 * What fails.
 *
 * @param calls matches the method and the name of calls that fail, with a blank between
 * @param losesAnswers whether they do their work before they fail
 */
public record Breakage(Pattern calls, boolean losesAnswers) {

    private static final String LOSES_ANSWERS = "!";

    public static Breakage parse(String text) {
        boolean losesAnswers = text.startsWith(LOSES_ANSWERS);
        return new Breakage(Pattern.compile(losesAnswers ? text.substring(1) : text), losesAnswers);
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return (losesAnswers ? LOSES_ANSWERS : "") + calls.pattern();
    }
}
