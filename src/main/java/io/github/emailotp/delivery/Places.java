package io.github.emailotp.delivery;

import java.util.HashMap;
import java.util.Map;

/** The places of an {@link Outbox} that are taken. No owner has more than its share. Not thread-safe: the outbox holds a lock. */
final class Places {

    private final int capacity;
    private final int perOwner;
    private final Map<Owner, Integer> taken = new HashMap<>();
    private int all;

    Places(int capacity, int perOwner) {
        this.capacity = capacity;
        this.perOwner = perOwner;
    }

    /** Answers whether there was one for this owner. */
    boolean take(Owner owner) {
        int own = taken.getOrDefault(owner, 0);
        if (all >= capacity || own >= perOwner) {
            return false;
        }
        taken.put(owner, own + 1);
        all++;
        return true;
    }

    void free(Owner owner) {
        all--;
        taken.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
    }

    int taken() {
        return all;
    }
}
