package io.github.emailotp.otp;

import io.github.emailotp.otp.SealingKeys.SealingKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A real HMAC under a key made of its name. */
public record TestKey(String id) implements SealingKey {

    public static TestKey named(String id) {
        return new TestKey(id);
    }

    @Override
    public byte[] mac(byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(id.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
