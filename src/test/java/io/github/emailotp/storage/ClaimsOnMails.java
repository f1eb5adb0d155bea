package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.TestLimits;
import java.time.Duration;
import java.util.List;

/** A cache, and people who want mails: what the tests of claims on mails start from. */
abstract class ClaimsOnMails {

    static final Duration COOLDOWN = Duration.ofSeconds(30);
    static final OtpPolicy POLICY = policy(TestLimits.MAILS);

    final MovableClock clock = new MovableClock();
    final RecordedCells cells = new RecordedCells(clock);
    private int sessions;

    static OtpPolicy policy(MailLimits mails) {
        return new OtpPolicy(
                new CodeFormat(Alphabet.DIGITS, 8), Duration.ofMinutes(5), 5, COOLDOWN, TestLimits.GUESSES, mails);
    }

    SendQuota quota(Acquaintance acquaintance, String network) {
        return new SharedSendQuota(cells.claims(), new Requester(acquaintance, network), clock);
    }

    /** As another request of a stranger, from somewhere. */
    SendQuota quota() {
        return quota(Acquaintance.STRANGER, "192.0.2." + sessions);
    }

    /** Each call is another login of another user to the same mailbox. */
    SendQuota.Permit mailTo(String address) {
        return quota().claim(login(address), POLICY);
    }

    SendQuota.Allowed allowedMailTo(String address) {
        return (SendQuota.Allowed) mailTo(address);
    }

    void redeem(SendQuota.Allowed... permits) {
        quota().redeemed(
                        List.of(permits).stream().map(SendQuota.Allowed::claims).toList());
    }

    Binding login(String address) {
        sessions++;
        return new Binding("realm", "user" + sessions, address, Purpose.LOGIN, "tab" + sessions);
    }

    static boolean granted(SendQuota.Permit permit) {
        return permit instanceof SendQuota.Allowed;
    }

    static Duration waitOf(SendQuota.Permit permit) {
        return ((SendQuota.Denied) permit).retryAfter();
    }
}
