package io.github.emailotp.smtp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Optional;

/**
 * A connection that sends at once what is written, and takes no answer that has no end. Others hold the second of two small
 * writes back until the first is acknowledged (RFC 1122 §4.2.3.4), which takes a round trip or longer.
 */
final class MailSocket extends Socket {

    /** RFC 5321 §4.5.3.1.5 allows 512 octets in a line; the longest answers, to EHLO and of TLS, have some thousand. */
    private static final int MAX_ANSWER = 64 * 1024;

    private int left = MAX_ANSWER;
    private Optional<PlainRefusal> inPlaceOfTls = Optional.empty();

    MailSocket() throws IOException {
        setTcpNoDelay(true);
    }

    /** The next bytes are those of another answer. */
    void expectAnswer() {
        left = MAX_ANSWER;
    }

    /** The same, and they are those of TLS. */
    void expectTls() {
        expectAnswer();
        inPlaceOfTls = Optional.of(new PlainRefusal());
    }

    /** What the server has said in plain in place of TLS; empty if that was no refusal. */
    Optional<String> refusalInPlaceOfTls() {
        return inPlaceOfTls.flatMap(PlainRefusal::text);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {

            @Override
            public int read() throws IOException {
                return count(super.read(), 1);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                count(read, read);
                if (read > 0 && inPlaceOfTls.isPresent()) {
                    inPlaceOfTls.get().read(bytes, offset, read, in);
                }
                return read;
            }
        };
    }

    private int count(int answer, int bytes) throws IOException {
        if (answer >= 0) {
            left -= bytes;
        }
        if (left < 0) {
            throw new IOException("the answer has no end");
        }
        return answer;
    }
}
