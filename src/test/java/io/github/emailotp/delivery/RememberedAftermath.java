package io.github.emailotp.delivery;

import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.Sending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.keycloak.models.KeycloakSession;

/** What follows from the fate of a mail, in memory. */
final class RememberedAftermath implements Aftermath {

    /** Each stage, and its reason, if it has one. */
    final List<String> stages = new CopyOnWriteArrayList<>();

    final List<Allowed> refused = new ArrayList<>();
    final List<Allowed> unsent = new ArrayList<>();

    /** Another node has told that the mail need not leave. */
    boolean isSettled;

    private boolean broken;
    private Runnable meanwhile = () -> {};

    /** From now on nothing can be remembered, as when the cache is gone. */
    void breakDown() {
        broken = true;
    }

    /** Happens while the next stage is being remembered. */
    void meanwhile(Runnable event) {
        meanwhile = event;
    }

    @Override
    public void remember(KeycloakSession session, String sending, Sending state, Duration lifespan) {
        if (broken) {
            throw new IllegalStateException("the cache is gone");
        }
        Runnable event = meanwhile;
        meanwhile = () -> {};
        event.run();
        stages.add((state.stage() + " " + state.reason()).strip());
    }

    @Override
    public boolean isSettled(KeycloakSession session, String sending) {
        return isSettled;
    }

    @Override
    public void refused(KeycloakSession session, Allowed permit) {
        refused.add(permit);
    }

    @Override
    public void unsent(KeycloakSession session, Allowed permit) {
        unsent.add(permit);
    }
}
