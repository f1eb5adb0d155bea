package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mail")
class OutgoingMailTest {

    private static MimeMultipart parts(String text, String html) throws Exception {
        var addresses = MailAddresses.of(Map.of("from", "login@example.test"), "alice@example.test");
        var content = new OutgoingMail.Content("Subject", Optional.ofNullable(text), Optional.ofNullable(html));
        var terms = new OutgoingMail.Terms(Optional.empty(), Timeouts.NONE, false, false);
        return (MimeMultipart) OutgoingMail.of(new Properties(), addresses, content, terms, Instant.EPOCH)
                .getContent();
    }

    @Test
    void hasBothItsParts() throws Exception {
        assertThat(parts("Text", "<p>HTML</p>").getCount()).isEqualTo(2);
    }

    /** Programs that prefer it would show nothing. */
    @Test
    void hasNoEmptyPart() throws Exception {
        MimeMultipart text = parts("Text", " \n");
        assertThat(text.getCount()).isEqualTo(1);
        assertThat(text.getBodyPart(0).getContentType()).startsWith("text/plain");
        MimeMultipart html = parts("", "<p>HTML</p>");
        assertThat(html.getCount()).isEqualTo(1);
        assertThat(html.getBodyPart(0).getContentType()).startsWith("text/html");
    }
}
