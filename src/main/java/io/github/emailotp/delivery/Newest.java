package io.github.emailotp.delivery;

import java.util.LinkedHashMap;
import java.util.Map;

/** Notes on realms, those that were written last: realms may be deleted, and nobody tells. */
final class Newest<T> extends LinkedHashMap<String, T> {

    private static final long serialVersionUID = 1L;

    private static final int MOST = 1_000;

    /** The one that was written last is the last. */
    void write(String realm, T note) {
        remove(realm);
        put(realm, note);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > MOST;
    }
}
