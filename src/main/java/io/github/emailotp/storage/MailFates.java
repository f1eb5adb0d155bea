package io.github.emailotp.storage;

import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.storage.Claims.Step;
import io.github.emailotp.storage.MailboxRecord.Fate;
import io.github.emailotp.storage.MailboxRecord.Mail;
import io.github.emailotp.storage.PermitText.Counted;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What becomes of mails that were claimed: their mailbox is told first, so that a code which costs nothing is worth nothing, and then those
 * who counted them. Where the cache fails in between, all of it is done once more; nothing is given back twice by that.
 */
final class MailFates {

    private final Claims claims;
    private final MailCounts counts;
    private final Clock clock;

    MailFates(Claims claims, MailCounts counts, Clock clock) {
        this.claims = claims;
        this.counts = counts;
        this.clock = clock;
    }

    void refused(PermitText mail) {
        fail(mail, Fate.REFUSED, mail.realm().stream().toList());
    }

    void unsent(PermitText mail) {
        fail(mail, Fate.UNSENT, mail.places());
    }

    private void fail(PermitText mail, Fate fate, List<Counted> places) {
        Set<Fate> found = EnumSet.noneOf(Fate.class);
        twice(() -> {
            change(mail.mailbox(), before -> {
                before.mail(mail.id()).map(Mail::fate).ifPresent(found::add);
                return before.with(fate, mail.id());
            });
            // What failed before has given them back. What is gone has not: another code of the login was right.
            if (found.isEmpty() || found.contains(Fate.SENT)) {
                places.forEach(counts::giveBack);
            }
        });
    }

    void redeemed(List<PermitText> mails) {
        List<String> ids = mails.stream().map(PermitText::id).toList();
        // A change that was made finds them no more, should its answer be lost.
        Map<String, Fate> found = new HashMap<>();
        twice(() -> {
            mails.stream()
                    .map(PermitText::mailbox)
                    .distinct()
                    .forEach(mailbox -> change(mailbox, before -> {
                        before.mails().forEach(mail -> found.put(mail.id(), mail.fate()));
                        return before.without(ids);
                    }));
            mails.stream()
                    .filter(mail -> found.getOrDefault(mail.id(), Fate.UNSENT) != Fate.UNSENT)
                    .flatMap(mail -> mail.client().stream())
                    .forEach(counts::giveBack);
        });
    }

    /** It is not sent after all, though it may be counted. The mailbox last: as long as the mail is there, it can be had with its places. */
    void withdrawn(PermitText mail, int number) {
        mail.places().forEach(counts::giveBackIfTaken);
        change(mail.mailbox(), before -> before.withdrawn(mail.id(), number));
    }

    boolean hasFailed(PermitText mail) {
        return MailboxRecord.parse(claims.read(mail.mailbox()))
                .mail(mail.id())
                .filter(Mail::hasFailed)
                .isPresent();
    }

    private void change(String mailbox, UnaryOperator<MailboxRecord> change) {
        claims.change(mailbox, record -> {
            MailboxRecord before = MailboxRecord.parse(record);
            MailboxRecord after = change.apply(before);
            return after.equals(before) ? new Step.Keep<>(null) : after.write(null, clock.instant());
        });
    }

    private static void twice(Runnable work) {
        try {
            work.run();
        } catch (ClaimsUnavailableException logged) {
            work.run();
        }
    }
}
