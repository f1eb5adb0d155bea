package io.github.emailotp.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The places of an {@link Outbox} that are taken. No realm has more than its share, and those whose mails may not leave soon, whatever
 * their number, leave some to the others. Not thread-safe: the outbox holds a lock.
 */
final class Places {

    private final OutboxLimits limits;
    private final Map<Owner, Integer> taken = new HashMap<>();
    private int all;

    Places(OutboxLimits limits) {
        this.limits = limits;
    }

    /**
     * Answers whether there was one for this owner.
     *
     * @param paces how soon mails of an owner leave
     */
    boolean take(Owner owner, Function<Owner, Pace> paces) {
        // Also those of a server that it has used before.
        int ofTheRealm = taken(other -> other.realm().equals(owner.realm()));
        if (ofTheRealm >= limits.capacityPerRealm() || all >= limits.capacity() || !isLeft(owner, paces)) {
            return false;
        }
        taken.merge(owner, 1, Integer::sum);
        all++;
        return true;
    }

    private boolean isLeft(Owner owner, Function<Owner, Pace> paces) {
        Pace pace = paces.apply(owner);
        if (pace == Pace.PROMPT || all < limits.capacityOfSlow()) {
            // As long as there is room for all of them, none need be counted.
            return true;
        }
        int alike = pace == Pace.SLOW
                ? taken(other -> paces.apply(other) == Pace.SLOW)
                : taken(other -> other.way().equals(owner.way()));
        return alike < limits.capacityOfSlow()
                && taken(other -> paces.apply(other) != Pace.PROMPT) < limits.capacityOfUnknown();
    }

    private int taken(Predicate<Owner> which) {
        return taken.entrySet().stream()
                .filter(each -> which.test(each.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    void free(Owner owner) {
        all--;
        taken.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
    }

    int taken() {
        return all;
    }
}
