package io.github.emailotp.server.harness;

/** A user of the test realm, as it was created. */
public record TestUser(String id, String username, String email, String password) {}
