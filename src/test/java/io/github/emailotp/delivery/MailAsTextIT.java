package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.MailTemplates;
import io.github.emailotp.server.mail.real.TextProgram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link CodeMailTest} has of a parser, real programs show. */
@DisplayName("The HTML part of the mail, shown as text,")
@Tag("real-mail-servers")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MailAsTextIT {

    private static final String CODE = "73914620";

    @ParameterizedTest
    @EnumSource
    void beginsWithTheCode(TextProgram program) {
        for (String language : Bundle.LANGUAGES) {
            requireCodeFirst(program, language, MailTemplates.in(language));
        }
    }

    /** There, something else comes first, of which nothing is to be read. */
    @ParameterizedTest
    @EnumSource
    void beginsWithTheCodeAlsoWhereThePreviewIsNotToShowIt(TextProgram program) {
        for (String language : Bundle.LANGUAGES) {
            requireCodeFirst(program, language, MailTemplates.in(language).withoutPreview());
        }
    }

    private static void requireCodeFirst(TextProgram program, String language, MailTemplates templates) {
        assertThat(program.lines(templates.html(CODE)))
                .startsWith(Bundle.in(language).text("emailOtpMailCode"), CODE);
    }
}
