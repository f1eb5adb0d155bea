package io.github.emailotp.settings;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Warnings to administrators, each of which is logged once, however often its reason is met. What somebody typed cannot break a line of the
 * log. Thread-safe.
 */
public final class SingleWarnings {

    /** Who tries out values, in many realms, must not fill the memory. */
    private static final int MAX_REMEMBERED = 10_000;

    private final Logger log;
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    /** For this category of the log. */
    public SingleWarnings(Logger log) {
        this.log = log;
    }

    /** Logs it, if it was not before, and not so many others were: what is not remembered would be logged again and again. */
    public void give(String warning) {
        String line = warning.replaceAll("\\p{Cntrl}", "?");
        if (given.size() < MAX_REMEMBERED && given.add(line)) {
            log.warn(line);
        }
    }
}
