package io.github.emailotp.delivery;

import io.github.emailotp.otp.Sending;
import io.github.emailotp.smtp.PoolFigures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Meters in Keycloak's own registry, named as Keycloak names its own; without {@code --metrics-enabled=true} they cost
 * nothing. The documentation, {@code docs/delivery.md}, describes them.
 */
final class MailMeters {

    private static final String PREFIX = "keycloak.email.otp.";

    private static final double MILLIS = 1_000;

    private MailMeters() {}

    /** Both must be held elsewhere: meters hold what they measure by weak references. */
    static void watch(Outbox outbox, Supplier<PoolFigures> pool) {
        Gauge.builder(PREFIX + "outbox.mails", outbox, Outbox::size)
                .description("Mails in the outbox of this node, those being sent included")
                .register(Metrics.globalRegistry);
        Gauge.builder(PREFIX + "outbox.oldest", outbox, box -> box.oldest().toMillis() / MILLIS)
                .description("Age of the oldest mail in the outbox of this node")
                .baseUnit("seconds")
                .register(Metrics.globalRegistry);
        // From the start: of a counter that begins with one, nobody sees the increase.
        unrenderedMails();
        refusedMails();
        connections("idle", PoolFigures::idle, pool);
        connections("active", PoolFigures::borrowed, pool);
        Gauge.builder(PREFIX + "smtp.waiting", pool, figures -> figures.get().waiting())
                .description("Mails that wait for a free SMTP connection")
                .register(Metrics.globalRegistry);
        FunctionCounter.builder(
                        PREFIX + "smtp.connections.opened",
                        pool,
                        figures -> figures.get().opened())
                .description("SMTP connections opened since the start")
                .register(Metrics.globalRegistry);
    }

    /** A mail came to its end, so long after its code was drawn. */
    static void ended(Sending end, Duration time) {
        Metrics.timer(
                        PREFIX + "mails",
                        "outcome",
                        end.stage().name().toLowerCase(Locale.ROOT),
                        "reason",
                        end.reason().isEmpty() ? "none" : end.reason())
                .record(time.isNegative() ? Duration.ZERO : time);
    }

    static void retried(String reason) {
        Metrics.counter(PREFIX + "mails.retried", "reason", reason).increment();
    }

    /** The templates or their texts are broken. */
    static void unrendered() {
        unrenderedMails().increment();
    }

    private static Counter unrenderedMails() {
        return Metrics.counter(PREFIX + "mails.unrendered");
    }

    /** A mail found no room in the outbox. */
    static void refused() {
        refusedMails().increment();
    }

    private static Counter refusedMails() {
        return Metrics.counter(PREFIX + "outbox.full");
    }

    private static void connections(String state, ToIntFunction<PoolFigures> count, Supplier<PoolFigures> pool) {
        Gauge.builder(PREFIX + "smtp.connections", pool, figures -> count.applyAsInt(figures.get()))
                .description("SMTP connections of this node")
                .tag("state", state)
                .register(Metrics.globalRegistry);
    }
}
