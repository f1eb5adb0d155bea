package org.keycloak.compatibility;

import java.util.Map;

/**
 * What {@code kc.sh update-compatibility} asks: a stand-in for Keycloak's own interface, which came after the oldest supported version,
 * that the build compiles against. It does not go into the jar; servers have theirs, or none and do not ask.
 */
public interface CompatibilityMetadataProvider {

    /** What must be the same in two deployments whose servers run side by side. */
    Map<String, String> metadata();

    /** Under which name it is written down. */
    String getId();
}
