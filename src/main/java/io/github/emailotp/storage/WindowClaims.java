package io.github.emailotp.storage;

import io.github.emailotp.otp.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rate limits over sliding windows as claims: a limit of three in five minutes has three slots, each held for five minutes.
 * So no five minutes, wherever they begin, see more than three.
 */
final class WindowClaims {

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Claims claims;
    private final Clock clock;

    WindowClaims(Claims claims, Clock clock) {
        this.claims = claims;
        this.clock = clock;
    }

    /**
     * Takes one slot of each limit, or none.
     *
     * @param name what the limits are on
     * @param limits each over another window
     * @param taken gets the names of the slots that were taken, and when they end
     * @return how long to wait at most, if a limit is reached
     */
    Optional<Duration> take(String name, List<RateLimit> limits, Map<String, Instant> taken) {
        Map<String, Instant> own = new HashMap<>();
        for (RateLimit limit : limits) {
            Optional<String> slot = takeSlot(name, limit);
            if (slot.isEmpty()) {
                own.keySet().forEach(claims::giveBack);
                return Optional.of(waitFor(name, limits, limit));
            }
            own.put(slot.get(), clock.instant().plus(limit.window()));
        }
        taken.putAll(own);
        return Optional.empty();
    }

    private Optional<String> takeSlot(String name, RateLimit limit) {
        for (int i = 0; i < limit.count(); i++) {
            String slot = name + "." + limit.window().toSeconds() + "." + i;
            if (claims.take(slot, limit.window())) {
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    /** Notes the time of claims that were taken, and are kept: the cache does not tell it. */
    void remember(String name, List<RateLimit> limits) {
        Duration longest = limits.stream()
                .map(RateLimit::window)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        int most = limits.stream().mapToInt(RateLimit::count).max().orElse(0);
        List<Instant> times = new ArrayList<>(times(name));
        times.add(clock.instant());
        String text = times.subList(Math.max(0, times.size() - most), times.size()).stream()
                .map(time -> Long.toString(time.toEpochMilli()))
                .collect(Collectors.joining(" "));
        claims.note(name, longest, text);
    }

    /** Until no window is full; without a note, the whole window that was found full. */
    private Duration waitFor(String name, List<RateLimit> limits, RateLimit full) {
        List<Instant> times = times(name);
        if (times.size() < full.count()) {
            return full.window();
        }
        Duration longest = limits.stream()
                .filter(limit -> times.size() >= limit.count())
                .map(limit -> untilOldestEnds(times, limit))
                .max(Comparator.naturalOrder())
                .orElse(full.window());
        return longest.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : longest;
    }

    /** Until the oldest of the claims that fill the window ends. */
    private Duration untilOldestEnds(List<Instant> times, RateLimit limit) {
        Instant oldest = times.get(times.size() - limit.count());
        return Duration.between(clock.instant(), oldest.plus(limit.window()));
    }

    private List<Instant> times(String name) {
        return claims.noted(name)
                .map(text -> Arrays.stream(text.split(" "))
                        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                        .toList())
                .orElse(List.of());
    }
}
