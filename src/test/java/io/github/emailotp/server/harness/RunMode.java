package io.github.emailotp.server.harness;

import java.util.List;
import java.util.Map;

/**
 * The ways to run Keycloak. In the first two it builds itself anew by itself, when its options or its extensions have changed.
 */
public enum RunMode {
    /** Alone, with a database of its own. */
    DEVELOPMENT("start-dev", "cache", "local"),
    /** As people run it, except that it speaks plain HTTP; a node of a cluster. */
    PRODUCTION("start", "http-enabled", "true"),
    /** The same, as it was built before. */
    BUILT("start --optimized", "http-enabled", "true");

    private final String command;
    private final String option;
    private final String value;

    RunMode(String command, String option, String value) {
        this.command = command;
        this.option = option;
        this.value = value;
    }

    /** What the start script is told. */
    List<String> command() {
        return List.of(command.split(" ", -1));
    }

    /** The option that this mode needs, by its name without dashes in front. */
    Map<String, String> options() {
        return Map.of(option, value);
    }
}
