package io.github.emailotp.delivery;

import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.Sending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.keycloak.models.KeycloakSession;

/** What follows from the fate of mails, in memory: of each, a cell that all nodes share. */
final class RememberedAftermath implements Aftermath {

    /** Each stage, and its reason, if it has one. */
    final List<String> stages = new CopyOnWriteArrayList<>();

    final List<Allowed> refused = new ArrayList<>();
    final List<Allowed> unsent = new ArrayList<>();

    private final Map<String, Sending> cells = new ConcurrentHashMap<>();
    private Optional<Sending> elsewhere = Optional.empty();
    private boolean broken;
    private Runnable meanwhile = () -> {};

    /** From now on nothing can be remembered, as when the cache is gone. */
    void breakDown() {
        broken = true;
    }

    /** Another node tells that no mail need leave. */
    void settle() {
        elsewhere = Optional.of(Sending.settled(Instant.EPOCH));
        cells.clear();
    }

    /** Happens while the next stage is being remembered. */
    void meanwhile(Runnable event) {
        meanwhile = event;
    }

    @Override
    public void remember(KeycloakSession session, String sending, Sending state, Duration lifespan) {
        interrupted();
        write(sending, state);
    }

    @Override
    public boolean rememberUnlessOver(KeycloakSession session, String sending, Sending state, Duration lifespan) {
        interrupted();
        boolean isOver = there(sending).filter(there -> !there.isOnItsWay()).isPresent();
        if (!isOver) {
            write(sending, state);
        }
        return !isOver;
    }

    private void interrupted() {
        if (broken) {
            throw new IllegalStateException("the cache is gone");
        }
        Runnable event = meanwhile;
        meanwhile = () -> {};
        event.run();
    }

    private void write(String sending, Sending state) {
        cells.put(sending, state);
        stages.add((state.stage() + " " + state.reason()).strip());
    }

    private Optional<Sending> there(String sending) {
        return Optional.ofNullable(cells.get(sending)).or(() -> elsewhere);
    }

    @Override
    public boolean isSettled(KeycloakSession session, String sending) {
        return there(sending).filter(Sending::isFailed).isPresent();
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
