/**
 * {@code ./mvnw -Pdemo}: a real Keycloak with the extension, a ready realm, and an inbox that a browser can open.
 *
 * <p>It stands on the harness of the server tests.
 */
package io.github.emailotp.demo;
