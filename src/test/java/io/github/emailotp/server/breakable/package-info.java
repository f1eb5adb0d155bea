/**
 * Cells that fail when a test says so: a provider, packed into a jar of its own for {@link
 * io.github.emailotp.server.harness.BreakableKeycloak}. Nothing but that jar's classes is here.
 */
package io.github.emailotp.server.breakable;
