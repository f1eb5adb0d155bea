package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All mails that there ever were, in a list: too simple to be wrong. Each limit is asked by counting what it counts. */
final class ModelledMails {

    private final List<Mail> mails = new ArrayList<>();
    private final OtpPolicy policy;
    private final Clock clock;

    ModelledMails(OtpPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** Who asks, for which mailbox. */
    record Request(String mailbox, int session, Acquaintance acquaintance, String network) {}

    /** What has become of one. */
    static final class Mail {
        final Request request;
        final Allowed permit;
        private final Instant at;
        private boolean refused;
        private boolean unsent;
        private boolean redeemed;

        private Mail(Request request, Allowed permit, Instant at) {
            this.request = request;
            this.permit = permit;
            this.at = at;
        }

        private boolean hasFailed() {
            return refused || unsent;
        }

        boolean isOpen() {
            return !hasFailed() && !redeemed;
        }

        boolean isRedeemed() {
            return redeemed;
        }

        /** What becomes of a mail becomes of it while its code lives. */
        boolean isYoungerThan(Duration age, Instant now) {
            return at.plus(age).isAfter(now);
        }

        void refuse() {
            refused = true;
        }

        void keep() {
            unsent = true;
        }

        void redeem() {
            redeemed = true;
        }
    }

    List<Mail> all() {
        return mails;
    }

    void add(Request request, Allowed permit) {
        mails.add(new Mail(request, permit, clock.instant()));
    }

    /** What refuses a mail first. */
    Optional<Denied> first(Request request) {
        return denials(request).findFirst();
    }

    /** What refuses it for the longest time. */
    Optional<Duration> longest(Request request) {
        return denials(request).map(Denied::retryAfter).max(Comparator.naturalOrder());
    }

    private Stream<Denied> denials(Request request) {
        MailLimits limits = policy.mails();
        return Stream.of(
                        cooldown(request).map(wait -> new Denied(Limit.COOLDOWN, wait)),
                        limits.perAddress().stream()
                                .flatMap(limit -> address(request, limit).stream())
                                .max(Comparator.naturalOrder())
                                .map(wait -> new Denied(Limit.ADDRESS, wait)),
                        limits.perClient()
                                .filter(limit -> request.acquaintance() == Acquaintance.STRANGER)
                                .flatMap(limit -> parts(limit, isOfNetwork(request.network())))
                                .map(wait -> new Denied(Limit.CLIENT, wait)),
                        limits.perRealm()
                                .flatMap(limit -> parts(limit, mail -> !mail.hasFailed()))
                                .map(wait -> new Denied(Limit.REALM, wait)))
                .flatMap(Optional::stream);
    }

    /** How long the wait after the newest mail of a login would be, that one included. */
    int arrived(Request request) {
        return (int) ofLogin(request).filter(mail -> !mail.hasFailed()).count();
    }

    private Stream<Mail> ofLogin(Request request) {
        return mails.stream()
                .filter(mail -> !mail.redeemed)
                .filter(mail -> mail.request.mailbox().equals(request.mailbox()))
                .filter(mail -> mail.request.session() == request.session())
                .filter(mail -> counts(mail, mail.hasFailed() ? MailLimits.HOUR : MailLimits.DAY));
    }

    private Optional<Duration> cooldown(Request request) {
        return ofLogin(request)
                .reduce((earlier, later) -> later)
                .map(last -> left(last.at.plus(policy.cooldownAfter(Math.max(1, arrived(request))))))
                .filter(wait -> !wait.isZero());
    }

    private Optional<Duration> address(Request request, RateLimit limit) {
        boolean day = limit.window().equals(MailLimits.DAY);
        List<Instant> counted = mails.stream()
                .filter(mail -> !mail.redeemed && !mail.unsent && !(day && mail.refused))
                .filter(mail -> mail.request.mailbox().equals(request.mailbox()))
                .filter(mail -> mail.request.acquaintance() == request.acquaintance())
                .filter(mail -> counts(mail, limit.window()))
                .map(mail -> mail.at)
                .toList();
        return counted.size() < limit.count()
                ? Optional.empty()
                : Optional.of(left(counted.get(counted.size() - limit.count()).plus(limit.window())))
                        .map(wait -> wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait);
    }

    private static Predicate<Mail> isOfNetwork(String network) {
        return mail -> mail.request.acquaintance() == Acquaintance.STRANGER
                && mail.request.network().equals(network)
                && !mail.unsent
                && !mail.redeemed;
    }

    /** Mails count until the whole part of the window that they are in has left it. */
    private Optional<Duration> parts(RateLimit limit, Predicate<Mail> like) {
        long length = limit.window().toMillis() / CountRecord.PARTS;
        List<Duration> left = mails.stream()
                .filter(like)
                .map(mail -> left(Instant.ofEpochMilli((mail.at.toEpochMilli() / length + 1) * length)
                        .plus(limit.window())))
                .filter(wait -> !wait.isZero())
                .sorted()
                .toList();
        return left.size() < limit.count() ? Optional.empty() : Optional.of(left.get(left.size() - limit.count()));
    }

    private boolean counts(Mail mail, Duration window) {
        return mail.at.plus(window).isAfter(clock.instant());
    }

    private Duration left(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
