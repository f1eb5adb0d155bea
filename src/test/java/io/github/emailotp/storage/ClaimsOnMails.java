package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.TestLimits;
import java.time.Duration;

/** A cache, and people who want mails: what the tests of claims on mails start from. */
abstract class ClaimsOnMails {

    static final Duration COOLDOWN = Duration.ofSeconds(30);

    final MovableClock clock = new MovableClock();
    final RecordedObjects objects = new RecordedObjects(clock);
    private int sessions;

    SendQuota quota(Acquaintance acquaintance, String network) {
        return new SingleUseSendQuota(objects.claims(), new Requester(acquaintance, network), clock);
    }

    /** Each call is another login of another user to the same mailbox. */
    SendQuota.Permit mailTo(String address) {
        return quota(Acquaintance.STRANGER, "192.0.2." + sessions).claim(login(address), COOLDOWN, TestLimits.MAILS);
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
