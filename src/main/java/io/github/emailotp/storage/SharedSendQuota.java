package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.NormalisedAddress;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.storage.Claims.Step;
import io.github.emailotp.storage.MailboxRecord.Mail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Mails as changes of one record a mailbox, and, where they are limited, one a client network and one a realm. The wait between
 * two mails is held for a user, a purpose and a tab's authentication session, not for a challenge, so that it survives
 * {@code login-actions/restart}, which clears the notes.
 */
public final class SharedSendQuota implements SendQuota {

    private static final int LOGIN_LENGTH = 8;

    private final Claims claims;
    private final Requester requester;
    private final Clock clock;

    public SharedSendQuota(Claims claims, Requester requester, Clock clock) {
        this.claims = claims;
        this.requester = requester;
        this.clock = clock;
    }

    @Override
    public Permit claim(Binding binding, OtpPolicy policy) {
        String id = Claims.mark();
        String mailbox = mailbox(binding);
        Permit permit = claims.change(mailbox, record -> claim(record, id, binding, policy));
        if (!(permit instanceof Allowed allowed)) {
            return permit;
        }
        PermitText text = PermitText.of(mailbox, id);
        boolean kept = false;
        try {
            Permit whole = claimCounts(binding, policy, allowed, text);
            kept = whole instanceof Allowed;
            return whole;
        } finally {
            if (!kept) {
                change(mailbox, before -> before.without(List.of(id)));
            }
        }
    }

    private Step<Permit> claim(Optional<String> record, String id, Binding binding, OtpPolicy policy) {
        Instant now = clock.instant();
        MailboxRecord mailbox = MailboxRecord.parse(record).at(now);
        String login = login(binding);
        List<Mail> before = mailbox.of(login);
        // A refused mail keeps its wait, but does not make the next one longer.
        int arrived = (int) before.stream().filter(mail -> !mail.refused()).count();
        if (mailbox.mail(id).isPresent()) {
            // Made already, and told otherwise; others have been here since.
            return new Step.Keep<>(allowed(mailbox, arrived, now, policy));
        }
        Optional<Duration> cooldown = before.isEmpty()
                ? Optional.empty()
                : left(before.get(before.size() - 1).at().plus(policy.cooldownAfter(Math.max(1, arrived))), now);
        if (cooldown.isPresent()) {
            return new Step.Keep<>(new Denied(Limit.COOLDOWN, cooldown.get()));
        }
        Optional<Duration> full = mailbox.wait(policy.mails().perAddress(), requester.acquaintance(), now);
        if (full.isPresent()) {
            return new Step.Keep<>(new Denied(Limit.ADDRESS, full.get()));
        }
        MailboxRecord more = mailbox.with(new Mail(id, now, login, requester.acquaintance(), false));
        return write(allowed(more, arrived + 1, now, policy), more);
    }

    private static Permit allowed(MailboxRecord mailbox, int ofLogin, Instant now, OtpPolicy policy) {
        return new Allowed("", mailbox.numbered(), now.plus(policy.cooldownAfter(ofLogin)));
    }

    private static Optional<Duration> left(Instant end, Instant now) {
        Duration left = Duration.between(now, end);
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    /** Of a known browser no network is asked: it has shown that its mails are wanted. */
    private Permit claimCounts(Binding binding, OtpPolicy policy, Allowed allowed, PermitText text) {
        String client = HashedName.of("client", binding.realmId(), requester.network());
        Optional<RateLimit> perClient =
                policy.mails().perClient().filter(limit -> requester.acquaintance() == Acquaintance.STRANGER);
        Optional<Duration> full = perClient.flatMap(limit -> count(client, limit));
        if (full.isPresent()) {
            return new Denied(Limit.CLIENT, full.get());
        }
        PermitText named = perClient
                .map(limit -> text.client(client, limit, clock.instant()))
                .orElse(text);
        String realm = HashedName.of("realm", binding.realmId());
        Optional<RateLimit> perRealm = policy.mails().perRealm();
        Optional<Duration> fullRealm = perRealm.flatMap(limit -> count(realm, limit));
        if (fullRealm.isPresent()) {
            named.client().ifPresent(this::uncount);
            return new Denied(Limit.REALM, fullRealm.get());
        }
        PermitText whole = perRealm.map(limit -> named.realm(realm, limit, clock.instant()))
                .orElse(named);
        return new Allowed(whole.toString(), allowed.ordinal(), allowed.nextAt());
    }

    private Optional<Duration> count(String name, RateLimit limit) {
        return claims.change(name, record -> {
            Instant now = clock.instant();
            CountRecord counts = CountRecord.parse(record).at(limit, now);
            Optional<Duration> full = counts.wait(limit, now);
            return full.isPresent()
                    ? new Step.Keep<>(full)
                    : new Step.Write<>(
                            Optional.empty(),
                            counts.plus(CountRecord.part(limit, now), 1).text(),
                            limit.window().multipliedBy(2));
        });
    }

    private void uncount(PermitText.Counted counted) {
        claims.change(counted.name(), record -> {
            CountRecord counts = CountRecord.parse(record);
            if (!counts.has(counted.part())) {
                return new Step.Keep<>(null);
            }
            CountRecord fewer = counts.plus(counted.part(), -1);
            return fewer.isEmpty() ? new Step.Remove<>(null) : new Step.Write<>(null, fewer.text(), counted.lifespan());
        });
    }

    @Override
    public void refused(String permit) {
        PermitText text = PermitText.parse(permit);
        change(text.mailbox(), before -> before.refused(text.id()));
        text.realm().ifPresent(this::uncount);
    }

    @Override
    public boolean isRefused(String permit) {
        PermitText text = PermitText.parse(permit);
        return MailboxRecord.parse(claims.read(text.mailbox()))
                .mail(text.id())
                .filter(Mail::refused)
                .isPresent();
    }

    @Override
    public void redeemed(Collection<String> permits) {
        List<PermitText> texts = permits.stream().map(PermitText::parse).toList();
        List<String> ids = texts.stream().map(PermitText::id).toList();
        try {
            texts.stream()
                    .map(PermitText::mailbox)
                    .distinct()
                    .forEach(mailbox -> change(mailbox, before -> before.without(ids)));
            texts.forEach(text -> text.client().ifPresent(this::uncount));
        } catch (ClaimsUnavailableException logged) {
            // They stay charged.
        }
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
        Duration lifespan = current.lifespan(clock.instant());
        return lifespan.isZero() ? new Step.Remove<>(answer) : new Step.Write<>(answer, current.text(), lifespan);
    }

    private static String mailbox(Binding binding) {
        return HashedName.of("mailbox", binding.realmId(), NormalisedAddress.of(binding.address()));
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
