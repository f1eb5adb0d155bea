package io.github.emailotp.storage;

import java.util.HashMap;
import java.util.Map;
import org.keycloak.models.SingleUseObjectProvider;

/** Keycloak's single-use objects in memory, with the lifespan that each was given; nothing expires. */
final class RecordedObjects implements SingleUseObjectProvider {

    final Map<String, Long> lifespans = new HashMap<>();

    @Override
    public boolean putIfAbsent(String key, long lifespanInSeconds) {
        return lifespans.putIfAbsent(key, lifespanInSeconds) == null;
    }

    @Override
    public Map<String, String> remove(String key) {
        return lifespans.remove(key) == null ? null : Map.of();
    }

    @Override
    public boolean contains(String key) {
        return lifespans.containsKey(key);
    }

    @Override
    public void put(String key, long lifespanSeconds, Map<String, String> notes) {
        throw new UnsupportedOperationException("joins the transaction: too late for a claim");
    }

    @Override
    public Map<String, String> get(String key) {
        throw new UnsupportedOperationException("reading before writing is no claim");
    }

    @Override
    public boolean replace(String key, Map<String, String> notes) {
        throw new UnsupportedOperationException("would lose the lifespan");
    }

    @Override
    public void close() {}
}
