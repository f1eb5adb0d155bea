/** How a code reaches the mailbox: {@link io.github.emailotp.otp.CodeChannel} on Keycloak's mail providers. */
package io.github.emailotp.delivery;
