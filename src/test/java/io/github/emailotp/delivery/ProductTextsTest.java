package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("The product's own texts")
class ProductTextsTest {

    private static final String KEY = "emailOtpTitle";

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void areThoseOfEachLanguage(String language) {
        assertThat(in(Bundle.tag(language))).isEqualTo(Bundle.in(language).raw(KEY));
    }

    @ParameterizedTest
    @CsvSource({"de-AT, de", "en-GB, en", "et, en", "zh, en", "pt-AO, pt"})
    void areThoseOfTheNearestThatThereIs(String asked, String language) {
        assertThat(in(asked)).isEqualTo(Bundle.in(language).raw(KEY));
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void areInTheLanguageThatKeycloaksBundleTells(String language) {
        assertThat(Bundle.in(language).raw(ProductTexts.LANGUAGE)).isEqualTo(Bundle.tag(language));
    }

    /** The last ones: somebody has put that text into a realm, or none is to be had. */
    @ParameterizedTest
    @CsvSource({"de, et, de", "pt-BR, pt-BR, pt-BR", "en, de, en", "'', de-AT, de", "'', et, en", "What?, fr, fr"})
    void areInTheNearestLanguageWhereItTellsNone(String told, String locale, String language) {
        assertThat(ProductTexts.language(told, Locale.forLanguageTag(locale)).toLanguageTag())
                .isEqualTo(language);
    }

    private static String in(String tag) {
        return ProductTexts.in(Locale.forLanguageTag(tag)).getProperty(KEY);
    }
}
