package io.github.emailotp.flow;

import io.github.emailotp.otp.MacInput;
import io.github.emailotp.otp.NormalisedAddress;
import io.github.emailotp.otp.SealingKeys;
import io.github.emailotp.otp.SealingKeys.SealingKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the cookie of a known browser holds: when it was issued, and a MAC over that and its {@link Owner}.
 *
 * <p>Its text has hexadecimal digits and dots only: with base64url, one in a hundred would hold what the OWASP core rule set
 * takes for a comment of SQL, and that browser would get nothing but 403 from the whole realm.
 *
 * @param keyId the id of the realm's key
 * @param issuedAt to the second
 * @param mac the MAC, hexadecimal
 */
record BrowserToken(String keyId, Instant issuedAt, String mac) {

    private static final String CONTEXT = "email-otp.browser.v2";
    private static final int FIELDS = 3;

    /** 256 bits of the realm's 512: cookies travel with each request. */
    private static final int MAC_BYTES = 32;

    private static final HexFormat HEX = HexFormat.of();

    /**
     * For whom a browser is known. The address belongs to it: whoever changes theirs to somebody else's must not draw on
     * the mails that are kept for that mailbox's owner.
     */
    record Owner(String realmId, String userId, String address) {}

    static BrowserToken issue(Owner owner, Instant now, SealingKey key) {
        Instant second = Instant.ofEpochSecond(now.getEpochSecond());
        return new BrowserToken(key.id(), second, mac(owner, second, key));
    }

    /** Empty if the text is no token. */
    static Optional<BrowserToken> parse(String text) {
        String[] fields = text.split("\\.", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            String keyId = new String(HEX.parseHex(fields[0]), StandardCharsets.UTF_8);
            return Optional.of(new BrowserToken(keyId, Instant.ofEpochSecond(Long.parseLong(fields[1])), fields[2]));
        } catch (IllegalArgumentException | DateTimeException forged) {
            return Optional.empty();
        }
    }

    String text() {
        return String.join(".", encode(keyId.getBytes(StandardCharsets.UTF_8)), "" + issuedAt.getEpochSecond(), mac);
    }

    boolean isGenuine(Owner owner, SealingKeys keys) {
        return keys.find(keyId)
                .filter(key -> MessageDigest.isEqual(bytes(mac(owner, issuedAt, key)), bytes(mac)))
                .isPresent();
    }

    /**
     * Whether it is still good.
     *
     * @param notBefore tokens issued before are void; in seconds since 1970, as Keycloak has it
     */
    boolean isFresh(Instant now, Duration lifetime, long notBefore) {
        return issuedAt.getEpochSecond() >= notBefore && issuedAt.isAfter(now.minus(lifetime));
    }

    private static String mac(Owner owner, Instant issuedAt, SealingKey key) {
        byte[] input = MacInput.of(
                CONTEXT,
                owner.realmId(),
                owner.userId(),
                NormalisedAddress.of(owner.address()),
                Long.toString(issuedAt.getEpochSecond()));
        return encode(Arrays.copyOf(key.mac(input), MAC_BYTES));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] bytes) {
        return HEX.formatHex(bytes);
    }
}
