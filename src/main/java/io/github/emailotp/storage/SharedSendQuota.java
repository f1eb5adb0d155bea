package io.github.emailotp.storage;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.NormalisedAddress;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.storage.Claims.Step;
import io.github.emailotp.storage.MailCounts.Counter;
import io.github.emailotp.storage.MailboxRecord.Fate;
import io.github.emailotp.storage.MailboxRecord.Mail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Mails as changes of one record a mailbox, and, where they are limited, of {@link MailCounts}. The wait between
 * two mails is held for a user, a purpose and a tab's authentication session, not for a challenge, so that it survives
 * {@code login-actions/restart}, which clears the notes.
 */
public final class SharedSendQuota implements SendQuota {

    private static final int LOGIN_LENGTH = 8;

    private final Claims claims;
    private final Requester requester;
    private final Clock clock;
    private final MailCounts counts;

    public SharedSendQuota(Claims claims, Requester requester, Clock clock) {
        this.claims = claims;
        this.requester = requester;
        this.clock = clock;
        this.counts = new MailCounts(claims, requester, clock);
    }

    @Override
    public Collection<String> unmade(Binding binding, Collection<String> owed) {
        Optional<String> record = claims.readAnew(mailbox(binding));
        if (record.isEmpty()) {
            return List.of();
        }
        MailboxRecord mailbox = MailboxRecord.parse(record);
        return owed.stream()
                .filter(claims -> mailbox.mail(PermitText.parse(claims).id()).isEmpty())
                .toList();
    }

    @Override
    public Permit claim(Binding binding, int numbered, Collection<String> owed, OtpPolicy policy) {
        // With the places of the debt that it is taken for, as soon as one is.
        AtomicReference<PermitText> mail = new AtomicReference<>(PermitText.of(mailbox(binding), Claims.mark()));
        Wanted wanted = new Wanted(
                binding, numbered, owed.stream().map(PermitText::parse).toList(), policy);
        Permit permit;
        try {
            permit = claims.change(mail.get().mailbox(), record -> claim(record, mail, wanted));
        } catch (ClaimsUnavailableException e) {
            throw e.owing(mail.toString());
        }
        return permit instanceof Allowed allowed
                ? claimCounts(binding, policy, allowed, PermitText.parse(allowed.claims()))
                : permit;
    }

    /** What is asked for. */
    private record Wanted(Binding binding, int numbered, List<PermitText> owed, OtpPolicy policy) {

        /** The number of the next mail to a mailbox. */
        int next(MailboxRecord mailbox) {
            return Math.max(mailbox.numbered(), numbered) + 1;
        }
    }

    private Step<Permit> claim(Optional<String> record, AtomicReference<PermitText> claimed, Wanted wanted) {
        PermitText permit = claimed.get();
        Instant now = clock.instant();
        OtpPolicy policy = wanted.policy();
        MailboxRecord mailbox = MailboxRecord.parse(record).at(now);
        Mail mail = new Mail(permit.id(), now, login(wanted.binding()), requester.acquaintance(), Fate.SENT);
        List<Mail> before = mailbox.of(mail.login());
        int arrived = arrived(before);
        if (mailbox.mail(permit.id()).isPresent()) {
            // Made already, and told otherwise; others may have been here since.
            MailboxRecord same = mailbox.isNewest(permit.id()) ? mailbox : mailbox.numbered(wanted.next(mailbox));
            Permit allowed = allowed(permit, same, arrived, now, policy);
            return same.equals(mailbox) ? new Step.Keep<>(allowed) : write(allowed, same);
        }
        // Not made: the debt of an attempt before may be somebody else's by now, with its places.
        claimed.set(PermitText.of(permit.mailbox(), permit.id()));
        Optional<PermitText> debt = wanted.owed().stream()
                .filter(each -> mailbox.mail(each.id()).isPresent())
                .findFirst();
        if (debt.isPresent()) {
            MailboxRecord same = inPlaceOf(debt.get().id(), mailbox, mail, wanted);
            claimed.set(debt.get().named(permit.id()));
            return write(allowed(claimed.get(), same, arrived, now, policy), same);
        }
        Optional<Denied> denied = cooldown(before, now, policy).or(() -> address(mailbox, now, policy));
        if (denied.isPresent()) {
            return new Step.Keep<>(denied.get());
        }
        MailboxRecord more = mailbox.with(mail, wanted.next(mailbox));
        return write(allowed(claimed.get(), more, arrived + 1, now, policy), more);
    }

    /** It has the number of the other, if no mail has had a higher one. */
    private static MailboxRecord inPlaceOf(String other, MailboxRecord mailbox, Mail mail, Wanted wanted) {
        boolean free = mailbox.isNewest(other) && mailbox.numbered() > wanted.numbered();
        return mailbox.without(List.of(other)).with(mail, free ? mailbox.numbered() : wanted.next(mailbox));
    }

    @Override
    public Optional<Denied> refusal(Binding binding, OtpPolicy policy) {
        Instant now = clock.instant();
        MailboxRecord mailbox =
                MailboxRecord.parse(claims.read(mailbox(binding))).at(now);
        Stream<Denied> ofCounts = counts.of(binding, policy.mails()).stream()
                .flatMap(counter -> counts.wait(counter).map(wait -> new Denied(counter.limit(), wait)).stream());
        Stream<Denied> ofMailbox = Stream.of(
                        cooldown(mailbox.of(login(binding)), now, policy), address(mailbox, now, policy))
                .flatMap(Optional::stream);
        return Stream.concat(ofMailbox, ofCounts).max(Comparator.comparing(Denied::retryAfter));
    }

    private static Optional<Denied> cooldown(List<Mail> ofLogin, Instant now, OtpPolicy policy) {
        return ofLogin.isEmpty()
                ? Optional.empty()
                : left(
                                ofLogin.get(ofLogin.size() - 1)
                                        .at()
                                        .plus(policy.cooldownAfter(Math.max(1, arrived(ofLogin)))),
                                now)
                        .map(wait -> new Denied(Limit.COOLDOWN, wait));
    }

    /** A refused mail keeps its wait, but does not make the next one longer. */
    private static int arrived(List<Mail> mails) {
        return (int) mails.stream().filter(mail -> !mail.hasFailed()).count();
    }

    private Optional<Denied> address(MailboxRecord mailbox, Instant now, OtpPolicy policy) {
        return mailbox.wait(policy.mails().perAddress(), requester.acquaintance(), now)
                .map(wait -> new Denied(Limit.ADDRESS, wait));
    }

    /** With so many mails of the login, this one included. */
    private static Permit allowed(
            PermitText permit, MailboxRecord mailbox, int ofLogin, Instant now, OtpPolicy policy) {
        return new Allowed(
                permit.toString(),
                mailbox.numbered(),
                now.plus(policy.cooldownAfter(ofLogin)),
                now.plus(policy.cooldownAfter(Math.max(1, ofLogin - 1))));
    }

    private static Optional<Duration> left(Instant end, Instant now) {
        Duration left = Duration.between(now, end);
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    /** If the mail may not be sent after all, or if that is not known, everything is given back. */
    private Permit claimCounts(Binding binding, OtpPolicy policy, Allowed allowed, PermitText mail) {
        PermitText claimed = mail;
        boolean isWhole = false;
        try {
            // Those of a mail that was perhaps claimed before: perhaps taken, and perhaps given back.
            claimed = claimed.only(counts::isTaken);
            for (Counter counter : counts.of(binding, policy.mails())) {
                if (claimed.place(counter.limit()).isEmpty()) {
                    PermitText.Counted place = counts.place(counter);
                    PermitText without = claimed;
                    claimed = claimed.with(counter.limit(), place);
                    Optional<Duration> full = counts.take(place, counter.rate());
                    if (full.isPresent()) {
                        claimed = without;
                        return new Denied(counter.limit(), full.get());
                    }
                }
            }
            isWhole = true;
            return allowed.claimed(claimed.toString());
        } catch (ClaimsUnavailableException e) {
            throw e.owing(claimed.toString());
        } finally {
            if (!isWhole) {
                giveBack(claimed);
            }
        }
    }

    /** The mail last: as long as it is there, it can be had with the places that were counted for it. */
    private void giveBack(PermitText claimed) {
        try {
            claimed.places().forEach(counts::giveBackIfTaken);
            change(claimed.mailbox(), before -> before.without(List.of(claimed.id())));
        } catch (ClaimsUnavailableException e) {
            throw e.owing(claimed.toString());
        }
    }

    @Override
    public void refused(String permit) {
        PermitText text = PermitText.parse(permit);
        change(text.mailbox(), before -> before.with(Fate.REFUSED, text.id()));
        text.realm().ifPresent(counts::giveBack);
    }

    @Override
    public void unsent(String permit) {
        PermitText text = PermitText.parse(permit);
        change(text.mailbox(), before -> before.with(Fate.UNSENT, text.id()));
        text.client().ifPresent(counts::giveBack);
        text.realm().ifPresent(counts::giveBack);
    }

    @Override
    public boolean isRefused(String permit) {
        PermitText text = PermitText.parse(permit);
        return MailboxRecord.parse(claims.read(text.mailbox()))
                .mail(text.id())
                .filter(Mail::hasFailed)
                .isPresent();
    }

    @Override
    public void redeemed(Collection<String> permits) {
        List<PermitText> texts = permits.stream().map(PermitText::parse).toList();
        List<String> ids = texts.stream().map(PermitText::id).toList();
        try {
            List<String> counted = texts.stream()
                    .map(PermitText::mailbox)
                    .distinct()
                    .flatMap(mailbox -> forgotten(mailbox, ids).stream())
                    .filter(mail -> mail.fate() != Fate.UNSENT)
                    .map(Mail::id)
                    .toList();
            texts.stream()
                    .filter(text -> counted.contains(text.id()))
                    .forEach(text -> text.client().ifPresent(counts::giveBack));
        } catch (ClaimsUnavailableException logged) {
            // They stay charged.
        }
    }

    /** The mails that there were of these. */
    private List<Mail> forgotten(String mailbox, List<String> ids) {
        return claims.change(mailbox, record -> {
            MailboxRecord before = MailboxRecord.parse(record);
            List<Mail> some = before.mails().stream()
                    .filter(mail -> ids.contains(mail.id()))
                    .toList();
            return some.isEmpty() ? new Step.Keep<>(some) : write(some, before.without(ids));
        });
    }

    private void change(String name, UnaryOperator<MailboxRecord> change) {
        claims.change(name, record -> {
            MailboxRecord before = MailboxRecord.parse(record);
            MailboxRecord after = change.apply(before);
            return after.equals(before) ? new Step.Keep<>(null) : write(null, after);
        });
    }

    private <T> Step<T> write(T answer, MailboxRecord mailbox) {
        MailboxRecord current = mailbox.at(clock.instant());
        return new Step.Write<>(answer, current.text(), current.lifespan(clock.instant()));
    }

    private String mailbox(Binding binding) {
        return claims.name("mailbox", binding.realmId(), NormalisedAddress.of(binding.address()));
    }

    private static String login(Binding binding) {
        String name = HashedName.of(
                "login",
                binding.sessionId(),
                binding.userId(),
                binding.purpose().name());
        return name.substring(name.length() - LOGIN_LENGTH);
    }
}
