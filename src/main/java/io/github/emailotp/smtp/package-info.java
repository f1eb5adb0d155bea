/**
 * A pooled SMTP sender for Keycloak: an {@code EmailSenderProvider} with the id {@code pooled}. It stands alone: it knows
 * nothing of codes and imports nothing of the rest of the extension.
 *
 * <p>From the outside: {@link io.github.emailotp.smtp.SenderChoice} answers the sender to use,
 * {@link io.github.emailotp.smtp.SmtpFailure} says why a mail failed, whichever sender threw, {@link io.github.emailotp.smtp.Hope} whether another attempt would
 * be for nothing, and
 * {@link io.github.emailotp.smtp.PooledEmailSenderProviderFactory#figures()} counts connections.
 *
 * <p>Inside: {@code SmtpProperties}, {@code Trust}, {@code Logins} and {@code MailAddresses} read the realm's SMTP settings as
 * Keycloak's own sender does; {@code OutgoingMail} is the message; {@code SmtpConnections} sends it over {@code SmtpConnection}s,
 * which {@code ConnectionPool} lends, one set per {@code ConnectionKey}, and {@code ReturnedConnections} keep. {@code MailTransport} speaks SMTP, in the time that a
 * {@code TimedTransport} has, over a {@code Line} that the {@code Dialer} connects, with addresses of the {@code NameService}; {@code AccountConnections}, which {@code Accounts} guard, keep to what is learnt of a
 * server, which {@code Allowance}, {@code LoginBreaker} and {@code SpeedLimit} remember as {@code AccountLimits}, and give {@code RightOfWay} to accounts that have none; {@code ComingMails} are no two for one that is free; a {@code SpokenLogin} waits for its {@code LoginTurn} before it is said, of which {@code LoginTrials} keep count; a {@code Conversation} ends in time, which
 * the {@code Timekeeper} sees to; {@code Refusal} knows what a {@code Reply} means. {@code RememberedServices} spares Jakarta Mail the search of the jars. What is kept holds no Keycloak
 * session: sessions end with their request.
 */
package io.github.emailotp.smtp;
