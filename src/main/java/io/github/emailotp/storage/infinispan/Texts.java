package io.github.emailotp.storage.infinispan;

import java.time.Duration;
import java.util.Map;
import org.keycloak.models.sessions.infinispan.entities.SingleUseObjectValueEntity;

/** Texts as values of Keycloak's class for single-use objects: as its only note. */
final class Texts {

    private static final String NOTE = "t";

    private Texts() {}

    static SingleUseObjectValueEntity value(String text) {
        return new SingleUseObjectValueEntity(Map.of(NOTE, text));
    }

    /** What is no text of ours reads as an empty one, which no record is. */
    static String text(SingleUseObjectValueEntity value) {
        return value.getNotes().getOrDefault(NOTE, "");
    }

    static long seconds(Duration lifespan) {
        return Math.max(1, lifespan.toSeconds());
    }
}
