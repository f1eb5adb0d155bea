package io.github.emailotp.bench.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;
import org.infinispan.container.entries.CacheEntry;
import org.keycloak.models.sessions.infinispan.entities.SingleUseObjectValueEntity;

/** Copies of entries, of the same lengths and under names of their own, that stay long: so many that what one weighs can be told. */
record Copies(AdvancedCache<String, Object> cache) {

    private static final int BATCH = 500;
    private static final long DAYS = 400;
    private static final String NUMBER = "%06d";
    private static final int DIGITS = 6;

    /** Makes so many copies, of each as many as of the others. */
    void make(List<CacheEntry<String, Object>> originals, int count) {
        var batch = new HashMap<String, Object>();
        for (int i = 0; i < count; i++) {
            CacheEntry<String, Object> original = originals.get(i % originals.size());
            batch.put(name(original.getKey(), i), copy(original.getValue()));
            if (batch.size() == BATCH || i == count - 1) {
                cache.putAll(batch, DAYS, TimeUnit.DAYS);
                batch.clear();
            }
        }
    }

    private static String name(String original, int number) {
        return original.substring(0, original.length() - DIGITS) + NUMBER.formatted(number);
    }

    /** What stands in the code, as names of notes do, is not copied. */
    private static Object copy(Object value) {
        if (value instanceof SingleUseObjectValueEntity entity) {
            var notes = new HashMap<String, String>();
            entity.getNotes().forEach((name, note) -> notes.put(name, copyOf(note)));
            return new SingleUseObjectValueEntity(Map.copyOf(notes));
        }
        return copyOf((String) value);
    }

    private static String copyOf(String text) {
        return new String(text.toCharArray());
    }
}
