package io.github.emailotp.bench;

import io.github.emailotp.server.harness.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Many people who log in. They answer when each login was complete, in the order of that, in nanoseconds of the machine's clock.
 */
@FunctionalInterface
interface Crowd {

    List<Long> logIn(List<TimedLogin> logins);

    /** So many people at a time, each beginning a login when the one before is complete: as much as the server can take. */
    static Crowd ofBusy(int people) {
        return logins -> {
            Queue<TimedLogin> waiting = new ConcurrentLinkedQueue<>(logins);
            Callable<List<Long>> person = () -> {
                List<Long> ends = new ArrayList<>();
                for (TimedLogin next = waiting.poll(); next != null; next = waiting.poll()) {
                    ends.add(end(next));
                }
                return ends;
            };
            return AtOnce.call(Collections.nCopies(people, person)).stream()
                    .flatMap(List::stream)
                    .sorted()
                    .toList();
        };
    }

    /** Somebody comes so often, whether or not those before have come through. */
    static Crowd comingEvery(Duration interval) {
        return logins -> {
            long begun = System.nanoTime();
            List<Callable<Long>> people = new ArrayList<>();
            for (TimedLogin login : logins) {
                long at = begun + people.size() * interval.toNanos();
                people.add(() -> {
                    TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
                    return end(login);
                });
            }
            return AtOnce.call(people).stream().sorted().toList();
        };
    }

    private static long end(TimedLogin login) {
        login.complete();
        return System.nanoTime();
    }
}
