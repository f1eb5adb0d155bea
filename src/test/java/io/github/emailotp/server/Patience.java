package io.github.emailotp.server;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jsoup.nodes.Element;

/** Waits for conditions, at the pace of a person who reloads the page. */
public final class Patience {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PAUSE_MILLIS = 250;

    private Patience() {}

    /** Reloads the page until its button for another code has no wait left. */
    public static void untilResendIsOffered(LoginClient client) {
        until("a new code to be offered", () -> wait(client.reload()) == 0);
    }

    /**
     * Waits until the condition holds.
     *
     * @throws AssertionError naming what was waited for, if it does not hold in time
     */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
            }
            pause();
        }
    }

    /** Until another second, as Keycloak counts them. */
    public static void untilTheNextSecond() {
        long second = Instant.now().getEpochSecond();
        until("the next second", () -> Instant.now().getEpochSecond() > second);
    }

    private static int wait(Page page) {
        Element button = page.document().selectFirst("button[name=resend]");
        if (button == null) {
            throw new AssertionError("no button for another code: " + page.text());
        }
        return Integer.parseInt(button.attr("data-wait"));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
