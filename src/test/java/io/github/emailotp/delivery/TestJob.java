package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts its attempts and answers each with the next pause; without any more, it is done. */
class TestJob implements OutboxJob {

    final AtomicInteger attempts = new AtomicInteger();
    final CountDownLatch done = new CountDownLatch(1);
    final CountDownLatch givenUp = new CountDownLatch(1);
    final CountDownLatch superseded = new CountDownLatch(1);
    final CountDownLatch settled = new CountDownLatch(1);
    final List<String> abandoned = new CopyOnWriteArrayList<>();
    final CountDownLatch anyAbandoned = new CountDownLatch(1);
    private final Owner owner;
    private final Instant expiresAt;
    private final List<Duration> pauses;

    TestJob(String realm, Instant expiresAt, Duration... pauses) {
        this(owner(realm), expiresAt, pauses);
    }

    TestJob(Owner owner, Instant expiresAt, Duration... pauses) {
        this.owner = owner;
        this.expiresAt = expiresAt;
        this.pauses = new CopyOnWriteArrayList<>(pauses);
    }

    @Override
    public Owner owner() {
        return owner;
    }

    /** A realm with a mail server of its own. */
    static Owner owner(String realm) {
        return new Owner(realm, "mail." + realm + ".test:25");
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public String matter() {
        return toString();
    }

    @Override
    public Optional<Retry> attempt(int attempt) {
        assertThat(attempts.incrementAndGet()).isEqualTo(attempt);
        if (pauses.isEmpty()) {
            done.countDown();
            return Optional.empty();
        }
        return Optional.of(new Retry(pauses.remove(0), Retry.Cause.FAILED));
    }

    @Override
    public void giveUp() {
        givenUp.countDown();
    }

    @Override
    public void supersede() {
        superseded.countDown();
    }

    @Override
    public void settle() {
        settled.countDown();
    }

    @Override
    public void abandon(String reason) {
        abandoned.add(reason);
        anyAbandoned.countDown();
    }
}
