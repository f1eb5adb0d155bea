package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.angus.mail.util.QPEncoderStream;

/**
 * A part of a mail in text, encoded as Jakarta Mail would encode it, but as a whole and before it is sent: left to itself, that encodes
 * each text to choose an encoding, and once more to send it, byte by byte through all streams of the connection.
 */
final class TextPart {

    /** Of a line, without its end (RFC 5322 §2.1.1). */
    private static final int LONGEST_LINE = 998;

    private TextPart() {}

    /**
     * A part of this text in UTF-8.
     *
     * @param type its MIME type
     */
    static MimeBodyPart of(String text, String type) throws MessagingException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Encoding encoding = Encoding.of(bytes);
        InternetHeaders headers = new InternetHeaders();
        headers.setHeader("Content-Type", type + "; charset=UTF-8");
        headers.setHeader("Content-Transfer-Encoding", encoding.title);
        return new MimeBodyPart(headers, encoding.encode(bytes));
    }

    /** RFC 2045 §6. */
    private enum Encoding {
        AS_IT_IS("7bit") {
            @Override
            byte[] encode(byte[] text) {
                return text;
            }
        },
        QUOTED_PRINTABLE("quoted-printable") {
            @Override
            byte[] encode(byte[] text) {
                ByteArrayOutputStream encoded = new ByteArrayOutputStream(2 * text.length);
                try (OutputStream out = new QPEncoderStream(encoded)) {
                    out.write(text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return encoded.toByteArray();
            }
        },
        BASE64("base64") {
            @Override
            byte[] encode(byte[] text) {
                return Base64.getMimeEncoder().encode(text);
            }
        };

        private final String title;

        Encoding(String title) {
            this.title = title;
        }

        abstract byte[] encode(byte[] text);

        /** The one that leaves the most to be read by people. */
        static Encoding of(byte[] text) {
            int plain = 0;
            int line = 0;
            int longest = 0;
            for (byte one : text) {
                plain += isPlain(one) ? 1 : 0;
                line = one == '\n' || one == '\r' ? 0 : line + 1;
                longest = Math.max(longest, line);
            }
            if (plain == text.length) {
                return longest <= LONGEST_LINE ? AS_IT_IS : QUOTED_PRINTABLE;
            }
            return plain > text.length - plain ? QUOTED_PRINTABLE : BASE64;
        }

        private static boolean isPlain(byte one) {
            return (one >= ' ' && one < 0x7f) || one == '\n' || one == '\r' || one == '\t';
        }
    }
}
