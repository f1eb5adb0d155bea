package io.github.emailotp.storage;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.NormalisedAddress;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mails as claims. The cooldown is held for a user, a purpose and a tab's authentication session, not for a challenge, so
 * that it survives {@code login-actions/restart}, which clears the notes; the limits are held for mailboxes, client
 * networks and realms, so that they survive everything.
 */
public final class SingleUseSendQuota implements SendQuota {

    private final Claims claims;
    private final Requester requester;
    private final Clock clock;
    private final WindowClaims windows;

    public SingleUseSendQuota(Claims claims, Requester requester, Clock clock) {
        this.claims = claims;
        this.requester = requester;
        this.clock = clock;
        this.windows = new WindowClaims(claims, clock);
    }

    @Override
    public Permit claim(Binding binding, Duration cooldown, MailLimits limits) {
        Map<String, Instant> taken = new HashMap<>();
        boolean allowed = false;
        try {
            Optional<Denied> denied = takeCooldown(binding, cooldown, taken)
                    .or(() -> takeAddress(binding, limits, taken))
                    .or(() -> takeClient(binding, limits, taken))
                    .or(() -> takeRealm(binding, limits, taken));
            allowed = denied.isEmpty();
            return allowed ? allowed(binding, limits, taken) : denied.get();
        } finally {
            if (!allowed) {
                taken.keySet().forEach(claims::giveBack);
            }
        }
    }

    private Allowed allowed(Binding binding, MailLimits limits, Map<String, Instant> taken) {
        windows.remember(mailbox(binding), limits.perAddress());
        limits.perClient().ifPresent(limit -> windows.remember(client(binding), List.of(limit)));
        return new Allowed(taken);
    }

    @Override
    public void giveBack(Allowed permit) {
        permit.claims().forEach((name, end) -> {
            // What has ended may have been taken anew, for another mail.
            if (clock.instant().isBefore(end)) {
                claims.giveBack(name);
            }
        });
    }

    /** The cache does not tell how long a claim has left, so the wait is the whole cooldown: never too short. */
    private Optional<Denied> takeCooldown(Binding binding, Duration cooldown, Map<String, Instant> taken) {
        String name = HashedName.of(
                "cooldown",
                binding.realmId(),
                binding.sessionId(),
                binding.userId(),
                binding.purpose().name());
        if (!claims.take(name, cooldown)) {
            return Optional.of(new Denied(Limit.COOLDOWN, cooldown));
        }
        taken.put(name, clock.instant().plus(cooldown));
        return Optional.empty();
    }

    private String mailbox(Binding binding) {
        return HashedName.of(
                "mailbox",
                binding.realmId(),
                NormalisedAddress.of(binding.address()),
                requester.acquaintance().name());
    }

    private String client(Binding binding) {
        return HashedName.of("client", binding.realmId(), requester.network());
    }

    private Optional<Denied> takeAddress(Binding binding, MailLimits limits, Map<String, Instant> taken) {
        return windows.take(mailbox(binding), limits.perAddress(), taken).map(wait -> new Denied(Limit.ADDRESS, wait));
    }

    private Optional<Denied> takeClient(Binding binding, MailLimits limits, Map<String, Instant> taken) {
        return limits.perClient()
                .flatMap(limit -> windows.take(client(binding), List.of(limit), taken))
                .map(wait -> new Denied(Limit.CLIENT, wait));
    }

    private Optional<Denied> takeRealm(Binding binding, MailLimits limits, Map<String, Instant> taken) {
        return limits.perRealm()
                .flatMap(limit -> takeOfPeriod(HashedName.of("realm", binding.realmId()), limit, taken))
                .map(wait -> new Denied(Limit.REALM, wait));
    }

    /**
     * A realm's limit can be in the thousands, too many slots to look through one by one. Here they are taken in order
     * within fixed periods, so that the first free one is found by bisection; two periods that meet may see twice the limit.
     */
    private Optional<Duration> takeOfPeriod(String name, RateLimit limit, Map<String, Instant> taken) {
        long length = limit.window().toMillis();
        long period = clock.millis() / length;
        String row = name + "." + period + ".";
        for (int slot = claims.firstFree(row, 1, limit.count()); slot <= limit.count(); slot++) {
            if (claims.take(row + slot, limit.window())) {
                taken.put(row + slot, clock.instant().plus(limit.window()));
                return Optional.empty();
            }
        }
        return Optional.of(Duration.ofMillis((period + 1) * length - clock.millis()));
    }
}
