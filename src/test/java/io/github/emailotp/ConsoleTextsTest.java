package io.github.emailotp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** It shows them as they stand, without {@link java.text.MessageFormat}. */
@DisplayName("The texts of the admin console")
class ConsoleTextsTest {

    private static final Bundle ENGLISH = Bundle.in("en");

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /** Between the thousands of a number, or before its decimals. */
    private static final Pattern INSIDE_A_NUMBER = Pattern.compile("(?<=\\d)[,.\\u00A0\\u202F ’](?=\\d)");

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void haveNoArgumentsAndNoDoubledApostrophes(String language) {
        Bundle texts = Bundle.in(language);
        assertThat(keys()).allSatisfy(key -> assertThat(texts.raw(key)).doesNotContain("''", "{", "}"));
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void sayTheSameNumbersInEachLanguage(String language) {
        Bundle texts = Bundle.in(language);
        assertThat(keys())
                .allSatisfy(key -> assertThat(numbers(texts.raw(key)))
                        .as("%s: %s", key, texts.raw(key))
                        .containsExactlyInAnyOrderElementsOf(numbers(ENGLISH.raw(key))));
    }

    private static List<String> keys() {
        return ENGLISH.keys().stream()
                .filter(key -> key.startsWith("emailOtpSetting"))
                .toList();
    }

    private static List<String> numbers(String text) {
        return NUMBER.matcher(INSIDE_A_NUMBER.matcher(text).replaceAll(""))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
