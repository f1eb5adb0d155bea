/** Tests of the pooled sender against real SMTP servers, and beside Keycloak's own senders, the oldest and the newest. */
package io.github.emailotp.smtp;
