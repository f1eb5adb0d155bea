/**
 * {@code ./mvnw -Pbench}: what the step costs, measured on a real Keycloak with real SMTP and printed as markdown.
 *
 * <p>It is no part of the tests and asserts nothing. Machines differ and are noisy, so what is compared is measured in one run,
 * in turns, and told as a ratio. A {@link io.github.emailotp.bench.Measurement} more is a class more and a line in
 * {@link io.github.emailotp.bench.Benchmark}.
 */
package io.github.emailotp.bench;
