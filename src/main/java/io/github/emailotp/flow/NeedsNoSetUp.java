package io.github.emailotp.flow;

/** A step that is open to whoever has an address: to be configured for it says nothing of what somebody has set up. */
public interface NeedsNoSetUp {}
