package io.github.emailotp.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Names for caches and cookies: a kind in plain and a hash of all that the name is about, so that names are short and hold no
 * address and no user name.
 */
public final class HashedName {

    private static final String PREFIX = "email-otp.";

    /** 128 bits: whoever wants to meet another's name has to find a second preimage. */
    private static final int BYTES = 16;

    private HashedName() {}

    /** For caches: {@code email-otp.<kind>.<22 characters>}, the same for the same parts. */
    public static String of(String kind, String... about) {
        return named(kind, Base64.getUrlEncoder().withoutPadding().encodeToString(hash(about)));
    }

    static String named(String kind, String whose) {
        return PREFIX + kind + "." + whose;
    }

    /** For cookies: {@code email-otp.<kind>.<32 hexadecimal digits>}, with nothing in it that filters could mistake. */
    public static String ofCookie(String kind, String... about) {
        return named(kind, HexFormat.of().formatHex(hash(about)));
    }

    private static byte[] hash(String... about) {
        MessageDigest hash = sha256();
        for (String part : about) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // Its length before each part, so that no two lists of parts run together.
            hash.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            hash.update(bytes);
        }
        return Arrays.copyOf(hash.digest(), BYTES);
    }

    /** A new digest. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
