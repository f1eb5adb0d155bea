/**
 * A mail server for tests and for the demo: real SMTP sockets on the loopback interface, nothing leaves the machine.
 *
 * <p>It speaks what a realm's SMTP settings can ask for (plain, STARTTLS, TLS, with and without login), refuses mail on
 * request, and keeps what it received as {@link io.github.emailotp.server.mail.ReceivedMail}. Beside it, for logins by token,
 * {@link io.github.emailotp.server.mail.TokenEndpoint}.
 */
package io.github.emailotp.server.mail;
