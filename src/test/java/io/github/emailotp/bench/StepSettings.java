package io.github.emailotp.bench;

import io.github.emailotp.server.harness.TestBed;
import java.util.Map;

/** Other settings of the step than its defaults, until they are closed. */
record StepSettings(TestBed bed) implements AutoCloseable {

    private static final String FLOW = "with budgets";

    static StepSettings of(TestBed bed, Map<String, String> settings) {
        var changed = new StepSettings(bed);
        changed.set(settings);
        return changed;
    }

    @Override
    public void close() {
        set(Map.of());
    }

    private void set(Map<String, String> settings) {
        bed.realm().admin().stepConfig(bed.realm().name(), FLOW, settings);
    }
}
