package io.github.emailotp.otp;

import io.github.emailotp.otp.SealingKeys.SealingKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

/**
 * What is remembered instead of the code: an HMAC over the code and all it is bound to.
 *
 * @param format the code's format: the administrator may choose another while it is out
 * @param keyId the id of the realm's key
 * @param mac the HMAC, base64url
 */
public record SealedCode(CodeFormat format, String keyId, String mac) {

    public SealedCode {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(keyId, "keyId");
        Objects.requireNonNull(mac, "mac");
    }

    static SealedCode seal(OneTimeCode code, CodeFormat format, Binding binding, SealingKey key) {
        return new SealedCode(format, key.id(), mac(code, binding, key));
    }

    /** Whether this is that code for that binding, in a time that does not depend on how much of it is right. */
    boolean matches(OneTimeCode code, Binding binding, SealingKeys keys) {
        return keys.find(keyId)
                .map(key -> MessageDigest.isEqual(bytes(mac), bytes(mac(code, binding, key))))
                .orElse(false);
    }

    private static byte[] bytes(String base64) {
        return base64.getBytes(StandardCharsets.US_ASCII);
    }

    private static String mac(OneTimeCode code, Binding binding, SealingKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.mac(binding.macInput(code)));
    }
}
