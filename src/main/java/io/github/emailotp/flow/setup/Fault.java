package io.github.emailotp.flow.setup;

/**
 * Something in a flow that makes a step count for nothing.
 *
 * @param fact what is, a sentence
 * @param advice what to do, a sentence
 */
record Fault(String fact, String advice) {}
