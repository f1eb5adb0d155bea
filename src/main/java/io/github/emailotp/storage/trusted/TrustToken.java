package io.github.emailotp.storage.trusted;

import io.github.emailotp.storage.HashedName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the cookie of a trusted browser holds: {@code <id of the credential>.<secret>}, with nothing in it that filters could mistake.
 *
 * @param credential the id of the credential
 * @param secret 256 bits, hexadecimal
 */
public record TrustToken(String credential, String secret) {

    private static final int SECRET_BYTES = 32;
    private static final Pattern WRITTEN = Pattern.compile("([0-9A-Za-z:-]{1,255})\\.([0-9a-f]{64})");

    static String newSecret(RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** Empty if the text is no token. */
    public static Optional<TrustToken> parse(String text) {
        Matcher parts = WRITTEN.matcher(text);
        return parts.matches() ? Optional.of(new TrustToken(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** As the cookie holds it. */
    public String text() {
        return credential + "." + secret;
    }

    /** What is stored of a secret, hexadecimal: it has as many bits as SHA-256, so that nobody finds it by trying. */
    static String hash(String secret) {
        return HexFormat.of().formatHex(HashedName.sha256().digest(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TrustToken[" + credential + "]";
    }
}
