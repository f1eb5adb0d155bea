package io.github.emailotp.delivery;

import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SendQuota;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** Codes on their way, for tests. */
final class Messages {

    private Messages() {}

    static CodeMessage toAlice() {
        return new CodeMessage(
                new Binding("realm", "user", "alice@example.test", Purpose.LOGIN, "tab"),
                new CodeFormat(Alphabet.DIGITS, 8).draw(new SecureRandom()),
                1,
                Instant.EPOCH,
                Duration.ofMinutes(5),
                new SendQuota.Allowed("permit", 1, Instant.EPOCH, Instant.EPOCH));
    }
}
