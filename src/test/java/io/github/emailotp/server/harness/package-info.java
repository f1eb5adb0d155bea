/**
 * What the server tests stand on: a real Keycloak in its own process, its admin API, and two ways to log in.
 *
 * <p>{@link io.github.emailotp.server.harness.KeycloakExtension} gives a test one shared {@code KeycloakServer}, the
 * {@code TestRealm} and the mail servers; {@link io.github.emailotp.server.harness.ClusterExtension} gives the same around a
 * {@code KeycloakCluster}, and {@link io.github.emailotp.server.harness.BreakableExtension} around a server with a cache that
 * can be broken; {@link io.github.emailotp.server.harness.SecondExtension}'s may be stopped. {@link io.github.emailotp.server.harness.LoginClient} speaks plain HTTP, for the
 * many protocol cases; {@link io.github.emailotp.server.harness.Browser} is a Chromium, for what only a browser shows, and
 * {@link io.github.emailotp.server.harness.TextBrowser} one of four in a terminal, for which
 * {@link io.github.emailotp.server.harness.TlsExtension} gives a server that speaks TLS.
 */
package io.github.emailotp.server.harness;
