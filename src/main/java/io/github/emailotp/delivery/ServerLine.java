package io.github.emailotp.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What runs at one mail server, of whichever realm goes the same {@link Owner#way}: one that gives no answer is asked by few, however many realms use it. Not
 * thread-safe.
 */
final class ServerLine {

    /**
     * So many times its most a server may have that answers, but lets some wait: other servers are never without threads for those of which nothing is known.
     */
    private static final int MOST_TIMES = 2;

    private final int mostOfAll;
    private final Share share;
    private final Map<Entry, Long> running = new HashMap<>();
    private Pace last = Pace.UNKNOWN;
    private long lastEndedAt;

    /** With so many places at first, and at most. */
    ServerLine(int first, int most) {
        this.share = new Share(first, most);
        this.mostOfAll = MOST_TIMES * most;
    }

    /**
     * {@link Pace#SLOW} from a time-out on, {@link Pace#PROMPT} as long as mails come to their end soon, {@link Pace#UNKNOWN} else, also
     * where all take long just now.
     */
    Pace pace(long now) {
        boolean takesLong = running.values().stream().anyMatch(since -> now - since >= Pace.LONG.toNanos());
        boolean answers = now - lastEndedAt < Pace.LONG.toNanos();
        return last == Pace.PROMPT && takesLong && !answers ? Pace.UNKNOWN : last;
    }

    /** The pace of an owner that has this one itself: it is not known to be well while its server is not. */
    Pace of(Pace own, long now) {
        return own == Pace.PROMPT && pace(now) != Pace.PROMPT ? Pace.UNKNOWN : own;
    }

    /**
     * Whether one more mail of this owner may run. Where the server has timed out, one that has not met that may look beside those that
     * have: it may be the settings of theirs that nothing answers to.
     */
    boolean hasRoom(OwnerLine owner, long now) {
        Pace pace = pace(now);
        int extra = pace == Pace.SLOW && !owner.hasTimedOut(now) ? 1 : 0;
        return running.size() < (pace == Pace.PROMPT ? mostOfAll : share.size() + extra);
    }

    void began(Entry entry, long now) {
        running.put(entry, now);
    }

    /** As {@link OwnerLine#ended}. */
    void ended(Entry entry, Optional<Retry.Cause> cause, long now) {
        long began = running.remove(entry);
        long taken = now - began;
        if (cause.filter(known -> !known.isOfTheServer(taken)).isPresent()) {
            return;
        }
        boolean timedOut = share.ended(cause, began, now);
        lastEndedAt = now;
        if (timedOut) {
            last = Pace.SLOW;
        } else {
            // One that comes to its end soon may have ended for another reason; the next one tells.
            last = taken < Pace.LONG.toNanos() && last != Pace.SLOW ? Pace.PROMPT : Pace.UNKNOWN;
        }
    }

    /** Whether nothing would be lost with this. */
    boolean isOver(long now) {
        return running.isEmpty() && now - lastEndedAt >= Pace.MEMORY.toNanos();
    }
}
