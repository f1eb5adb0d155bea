/** Where challenges and claims are kept: the ports of {@code otp} on Keycloak's sessions, caches and keys. */
package io.github.emailotp.storage;
