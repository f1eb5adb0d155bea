package io.github.emailotp.otp;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a person typed or pasted, split into words of ASCII capitals and digits; everything else separates words. */
final class TypedText {

    /** A pasted mail fits; a flood of characters costs nothing. */
    static final int MAX_LENGTH = 2_000;

    private static final Pattern SEPARATORS = Pattern.compile("[^0-9A-Z]+");

    private final List<String> words;

    private TypedText(List<String> words) {
        this.words = words;
    }

    static TypedText of(String typed) {
        if (typed.length() > MAX_LENGTH) {
            return new TypedText(List.of());
        }
        String compatible = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        String plain = asciiDigits(compatible).toUpperCase(Locale.ROOT);
        return new TypedText(
                SEPARATORS.splitAsStream(plain).filter(word -> !word.isEmpty()).toList());
    }

    /** The code written in the fewest words: "12345678" before "1234 5678", and either before "1 2 3 4 5 6 7 8". */
    Optional<String> find(CodeFormat format) {
        for (int count = 1; count <= format.length(); count++) {
            for (int from = 0; from + count <= words.size(); from++) {
                String candidate = String.join("", words.subList(from, from + count));
                if (candidate.length() == format.length() && format.alphabet().spells(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private static String asciiDigits(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int digit = Character.digit(c, 10);
            ascii.appendCodePoint(digit < 0 ? c : '0' + digit);
        });
        return ascii.toString();
    }
}
