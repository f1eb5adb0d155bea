package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.NormalisedAddress;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.storage.Claims.Step;
import io.github.emailotp.storage.MailCounts.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Mails as changes of one record a mailbox, and, where they are limited, of {@link MailCounts}. The wait between
 * two mails is held for a user, a purpose and a tab's authentication session, not for a challenge, so that it survives
 * {@code login-actions/restart}, which clears the notes.
 */
public final class SharedSendQuota implements SendQuota {

    private static final String KIND = "mailbox";
    private static final String ANONYMOUS_KIND = "mailbox-of-a-name";
    private static final int LOGIN_LENGTH = 8;

    private final Claims claims;
    private final Requester requester;
    private final Clock clock;
    private final MailCounts counts;
    private final MailFates fates;
    private final Executor later;

    /** A quota that does everything at once. */
    public SharedSendQuota(Claims claims, Requester requester, Clock clock) {
        this(claims, requester, clock, Runnable::run);
    }

    /**
     * A quota.
     *
     * @param later runs what nobody waits for, and after it nothing more is asked
     */
    public SharedSendQuota(Claims claims, Requester requester, Clock clock, Executor later) {
        this.claims = claims;
        this.requester = requester;
        this.clock = clock;
        this.later = later;
        this.counts = new MailCounts(claims, requester, clock);
        this.fates = new MailFates(claims, counts, clock);
    }

    /** The record is written anew, so that a claim on top of what it was is not made any more, should it still be on its way. */
    @Override
    public Collection<String> unmade(Binding binding, Collection<String> owed) {
        return claims.change(mailbox(binding), record -> {
            MailboxRecord mailbox = MailboxRecord.parse(record);
            List<String> unmade = owed.stream()
                    .filter(claims -> record.isPresent()
                            && mailbox.mail(PermitText.parse(claims).id()).isEmpty())
                    .toList();
            return unmade.isEmpty() ? new Step.Keep<>(unmade) : mailbox.write(unmade, clock.instant());
        });
    }

    @Override
    public Permit claim(Binding binding, int numbered, Collection<String> owed, OtpPolicy policy) {
        MailboxClaim claim = new MailboxClaim(mailbox(binding), () -> limits(policy), login(binding), numbered, owed);
        Permit permit;
        try {
            permit = claims.change(claim.permit().mailbox(), claim);
        } catch (ClaimsUnavailableException e) {
            undo(claim);
            throw e.owing(claim.permit().toString());
        }
        return permit instanceof Allowed allowed
                ? claimCounts(binding, policy, allowed, PermitText.parse(allowed.claims()))
                : permit;
    }

    /**
     * At once, for whoever closes the tab, or starts the login again, has nothing more to ask for. A cache that fails for longer keeps what was
     * made: it counts as a mail that was sent, unless the same login asks again.
     */
    private void undo(MailboxClaim claim) {
        PermitText permit = claim.permit();
        try {
            boolean isMade = MailboxRecord.parse(claims.readAnew(permit.mailbox()))
                    .mail(permit.id())
                    .isPresent();
            if (isMade) {
                giveBack(permit, claim.number());
            }
        } catch (ClaimsUnavailableException e) {
            throw e.owing(permit.toString());
        }
    }

    private MailboxLimits limits(OtpPolicy policy) {
        return new MailboxLimits(policy, requester.acquaintance(), clock.instant());
    }

    @Override
    public Optional<Denied> refusal(Binding binding, OtpPolicy policy) {
        MailboxLimits limits = limits(policy);
        MailboxRecord mailbox =
                MailboxRecord.parse(claims.read(mailbox(binding))).at(limits.now());
        Stream<Denied> ofCounts = counts.of(binding, policy.mails()).stream()
                .flatMap(counter -> counts.wait(counter).map(wait -> new Denied(counter.limit(), wait)).stream());
        Stream<Denied> ofMailbox = Stream.of(limits.cooldown(mailbox.of(login(binding))), limits.address(mailbox))
                .flatMap(Optional::stream);
        return Stream.concat(ofMailbox, ofCounts).max(Comparator.comparing(Denied::retryAfter));
    }

    /** If the mail may not be sent after all, or if that is not known, everything is given back. */
    private Permit claimCounts(Binding binding, OtpPolicy policy, Allowed allowed, PermitText mail) {
        PermitText claimed = mail;
        boolean isWhole = false;
        try {
            // Where a mail that was perhaps claimed before was counted, it was counted for that time.
            claimed.places().forEach(counts::giveBackIfTaken);
            claimed = PermitText.of(mail.mailbox(), mail.id());
            for (Counter counter : counts.of(binding, policy.mails())) {
                PermitText.Counted place = counts.place(counter);
                PermitText without = claimed;
                claimed = claimed.with(counter.limit(), place);
                Optional<Duration> full = counts.take(place, counter.rate());
                if (full.isPresent()) {
                    claimed = without;
                    return new Denied(counter.limit(), full.get());
                }
            }
            isWhole = true;
            return allowed.claimed(claimed.toString());
        } catch (ClaimsUnavailableException e) {
            throw e.owing(claimed.toString());
        } finally {
            if (!isWhole) {
                giveBack(claimed, allowed.ordinal());
            }
        }
    }

    private void giveBack(PermitText claimed, int number) {
        try {
            fates.withdrawn(claimed, number);
        } catch (ClaimsUnavailableException e) {
            throw e.owing(claimed.toString());
        }
    }

    @Override
    public void refused(String permit) {
        fates.refused(PermitText.parse(permit));
    }

    @Override
    public void unsent(String permit) {
        fates.unsent(PermitText.parse(permit));
    }

    @Override
    public boolean isRefused(String permit) {
        return fates.hasFailed(PermitText.parse(permit));
    }

    @Override
    public void redeemed(Collection<String> permits) {
        List<PermitText> mails = permits.stream().map(PermitText::parse).toList();
        later.execute(() -> giveBackRedeemed(mails));
    }

    private void giveBackRedeemed(List<PermitText> mails) {
        try {
            fates.redeemed(mails);
        } catch (ClaimsUnavailableException logged) {
            // They stay charged.
        }
    }

    /**
     * Whoever has only typed a name has a record of their own: the number of a mail would tell how many its owner has got, and so that
     * there is one.
     */
    private String mailbox(Binding binding) {
        boolean hasOnlyAName = binding.purpose().needsOnlyAName() && requester.acquaintance() == Acquaintance.ANONYMOUS;
        String kind = hasOnlyAName ? ANONYMOUS_KIND : KIND;
        return claims.name(kind, binding.realmId(), NormalisedAddress.of(binding.address()));
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
