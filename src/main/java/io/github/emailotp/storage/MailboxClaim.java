package io.github.emailotp.storage;

import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Permit;
import io.github.emailotp.storage.Claims.Step;
import io.github.emailotp.storage.MailboxRecord.Fate;
import io.github.emailotp.storage.MailboxRecord.Mail;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One claim on a mail, as a change of its mailbox's record. */
final class MailboxClaim implements Claims.Change<Permit> {

    private final Supplier<MailboxLimits> limitsNow;
    private final String login;
    private final int numbered;
    private final List<PermitText> owed;

    /** With the places of the debt that it is taken for, as soon as one is. */
    private PermitText permit;

    private MailboxLimits limits;
    private int number;

    /**
     * A new one.
     *
     * @param login stands for user, purpose and session
     * @param numbered the highest number that a mail of the challenge has had
     * @param owed claims that were perhaps made
     */
    MailboxClaim(
            String mailbox, Supplier<MailboxLimits> limitsNow, String login, int numbered, Collection<String> owed) {
        this.permit = PermitText.of(mailbox, Claims.mark());
        this.limitsNow = limitsNow;
        this.limits = limitsNow.get();
        this.login = login;
        this.numbered = numbered;
        this.owed = owed.stream().map(PermitText::parse).toList();
    }

    /** What was claimed, or perhaps was. */
    PermitText permit() {
        return permit;
    }

    /** The number of the mail. */
    int number() {
        return number;
    }

    @Override
    public Step<Permit> on(Optional<String> record) {
        limits = limitsNow.get();
        MailboxRecord mailbox = MailboxRecord.parse(record).at(limits.now());
        int arrived = MailboxLimits.arrived(mailbox.of(login));
        if (mailbox.mail(permit.id()).isPresent()) {
            // Made already, and told otherwise; others may have been here since.
            return mailbox.isNewest(permit.id())
                    ? new Step.Keep<>(limits.allowed(permit, mailbox.numbered(), arrived))
                    : granted(mailbox.numbered(next(mailbox)), arrived);
        }
        // Not made: the debt of an attempt before may be somebody else's by now, with its places.
        permit = PermitText.of(permit.mailbox(), permit.id());
        Optional<PermitText> debt = owed.stream()
                .filter(each -> mailbox.mail(each.id()).isPresent())
                .findFirst();
        // It is sent now: what was allowed when it was claimed says nothing.
        Optional<Denied> denied =
                debt.map(each -> denied(mailbox.without(List.of(each.id())))).orElseGet(() -> denied(mailbox));
        if (denied.isPresent()) {
            return new Step.Keep<>(denied.get());
        }
        if (debt.isPresent()) {
            permit = debt.get().named(permit.id());
            return granted(inPlaceOf(debt.get().id(), mailbox), arrived);
        }
        return granted(mailbox.with(mail(), next(mailbox)), arrived + 1);
    }

    private Optional<Denied> denied(MailboxRecord mailbox) {
        return limits.cooldown(mailbox.of(login)).or(() -> limits.address(mailbox));
    }

    /** It has the number of the other, if no mail has had a higher one. */
    private MailboxRecord inPlaceOf(String other, MailboxRecord mailbox) {
        boolean free = mailbox.isNewest(other) && mailbox.numbered() > numbered;
        return mailbox.without(List.of(other)).with(mail(), free ? mailbox.numbered() : next(mailbox));
    }

    private Mail mail() {
        return new Mail(permit.id(), limits.now(), login, limits.acquaintance(), Fate.SENT);
    }

    private int next(MailboxRecord mailbox) {
        return Math.max(mailbox.numbered(), numbered) + 1;
    }

    private Step<Permit> granted(MailboxRecord mailbox, int ofLogin) {
        number = mailbox.numbered();
        return mailbox.write(limits.allowed(permit, number, ofLogin), limits.now());
    }
}
