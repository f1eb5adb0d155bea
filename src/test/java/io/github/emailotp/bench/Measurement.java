package io.github.emailotp.bench;

import io.github.emailotp.server.harness.TestBed;

/** One part of the benchmark. */
interface Measurement {

    /** Measures on a running server with the realm of {@code bench-realm.json}; answers markdown. */
    String run(TestBed bed);
}
