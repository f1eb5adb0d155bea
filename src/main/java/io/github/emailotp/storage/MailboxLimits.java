package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.storage.MailboxRecord.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the mails to a mailbox forbid at one moment. */
record MailboxLimits(OtpPolicy policy, Acquaintance acquaintance, Instant now) {

    /** What the mails of the same login forbid. */
    Optional<Denied> cooldown(List<Mail> ofLogin) {
        if (ofLogin.isEmpty()) {
            return Optional.empty();
        }
        Instant last = ofLogin.get(ofLogin.size() - 1).at();
        Duration left = Duration.between(now, last.plus(policy.cooldownAfter(Math.max(1, arrived(ofLogin)))));
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(new Denied(Limit.COOLDOWN, left));
    }

    /** A refused mail keeps its wait, but does not make the next one longer. */
    static int arrived(List<Mail> mails) {
        return (int) mails.stream().filter(mail -> !mail.hasFailed()).count();
    }

    /** What all mails forbid. */
    Optional<Denied> address(MailboxRecord mailbox) {
        return mailbox.wait(policy.mails().perAddress(), acquaintance, now)
                .map(wait -> new Denied(Limit.ADDRESS, wait));
    }

    /** With so many mails of the login, this one included. */
    Allowed allowed(PermitText permit, int number, int ofLogin) {
        return new Allowed(
                permit.toString(),
                number,
                now.plus(policy.cooldownAfter(ofLogin)),
                now.plus(policy.cooldownAfter(Math.max(1, ofLogin - 1))));
    }
}
