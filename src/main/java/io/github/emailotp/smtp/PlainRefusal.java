package io.github.emailotp.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server says in plain where TLS should begin: one that takes no more connections may do so, such as Exim. No TLS begins like that
 * (RFC 8446 §5.1). Not thread-safe.
 */
final class PlainRefusal {

    /** The longest line of an answer (RFC 5321 §4.5.3.1.5). */
    private static final int MAX_LINE = 512;

    private static final int CODE = 3;
    private static final Pattern REFUSAL = Pattern.compile("[45]\\d\\d.*", Pattern.DOTALL);

    private final StringBuilder said = new StringBuilder();

    /**
     * These were read; the rest of a refusal is read from here.
     *
     * @throws IOException if it is one: there will be no TLS
     */
    void read(byte[] bytes, int offset, int count, InputStream rest) throws IOException {
        if (said.length() >= CODE) {
            return;
        }
        said.append(new String(bytes, offset, count, StandardCharsets.ISO_8859_1));
        if (text().isPresent()) {
            readLine(rest);
            throw new IOException("a refusal in place of TLS");
        }
    }

    private void readLine(InputStream rest) throws IOException {
        int next = 0;
        while (next >= 0 && said.indexOf("\n") < 0 && said.length() < MAX_LINE) {
            next = rest.read();
            if (next >= 0) {
                said.append((char) next);
            }
        }
    }

    /** The refusal, its first line at least; empty if there was none. */
    Optional<String> text() {
        return Optional.of(said.toString()).filter(text -> REFUSAL.matcher(text).matches());
    }
}
