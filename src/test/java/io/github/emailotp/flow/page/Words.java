package io.github.emailotp.flow.page;

import java.util.regex.Pattern;

/** What people read, counted as {@code PageRules} does in a browser: what stands between blanks and has a letter or a digit. */
final class Words {

    /**
     * Where a sentence ends and another begins. After a full stop, a small letter or a digit begins none ("el. paštu", "Nr. 2") but
     * behind letters that have no capitals.
     */
    static final Pattern NEXT_SENTENCE = Pattern.compile("[?!؟。？！։]\\s*[\\p{L}\\p{N}«“]"
            + "|[.;]\\s+[\\p{Lu}\\p{Lo}]"
            + "|[\\p{IsArabic}\\p{IsGeorgian}\\p{IsHangul}]\\.\\s");

    private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*", Pattern.UNICODE_CHARACTER_CLASS);

    private Words() {}

    static long in(String text) {
        return WORD.matcher(text).results().count();
    }
}
