package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.MailTemplates;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What previews, lock screens and screen readers begin with. */
@DisplayName("The mail, rendered,")
class CodeMailTest {

    private static final String CODE = "73914620";

    static List<String> languages() {
        return Bundle.LANGUAGES;
    }

    @ParameterizedTest
    @MethodSource("languages")
    void beginsInEachPartWithItsHeadingAndTheCode(String language) {
        MailTemplates templates = MailTemplates.in(language);
        Bundle texts = Bundle.in(language);
        String heading = texts.text("emailOtpMailCode");
        assertThat(templates.text(CODE)).startsWith(texts.text("emailOtpMailRow", heading, CODE) + "\n");
        assertThat(Jsoup.parse(templates.html(CODE)).body().text()).startsWith(heading + " " + CODE + " ");
    }

    /** Of "2003:e8::1", words from right to left would put the beginning last. */
    @ParameterizedTest
    @ValueSource(strings = {"ar", "fa"})
    void hasAddressesOfNetworksFromLeftToRightAmongWordsFromRightToLeft(String language) {
        MailTemplates templates = MailTemplates.in(language);
        assertThat(templates.text(CODE)).contains("\u2068" + MailTemplates.IP + "\u2069");
        assertThat(Jsoup.parse(templates.html(CODE)).select("bdi").eachText()).contains(MailTemplates.IP);
        assertThat(MailTemplates.in("en").text(CODE)).contains(": " + MailTemplates.IP + "\n");
    }

    /** As {@code w3m}, {@code lynx} and {@code html2text} show it, whether or not it is hidden from others. */
    @ParameterizedTest
    @MethodSource("languages")
    void beginsWithTheCodeAlsoWhereThePreviewIsNotToShowIt(String language) {
        Element body = Jsoup.parse(MailTemplates.in(language).withoutPreview().html(CODE))
                .body();
        assertThat(body.text().strip()).startsWith(Bundle.in(language).text("emailOtpMailCode") + " " + CODE + " ");
        assertThat(body.wholeText().strip()).matches("(?s)[\\u00ad\\u00a0]{200}[^\\u00ad]*");
    }
}
