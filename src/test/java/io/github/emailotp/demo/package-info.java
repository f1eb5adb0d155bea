/**
 * {@code ./mvnw -Pdemo}: a real Keycloak with the extension, a realm for each thing to try, a page that lists them, and an inbox.
 *
 * <p>It stands on the harness of the server tests.
 */
package io.github.emailotp.demo;
