/**
 * How a code reaches the mailbox: {@link io.github.emailotp.otp.CodeChannel} on Keycloak's mail providers.
 *
 * <p>{@link io.github.emailotp.delivery.OutboxMailChannel} renders the mail in the request, in a {@code Wording} of {@code ProductTexts} and {@code ChangedTexts}, which pages have theirs from, too, and puts a {@code MailJob} into
 * the node's {@link io.github.emailotp.delivery.Outbox}, {@code AfterCommit}. Its {@code FairQueue} gives turns to realms, of which an {@code OwnerLine}
 * knows what is known, and to mail servers, of which a {@code ServerLine} does; {@code OutboxThreads} make {@code Attempts}, which send it through the administrator's sender or the
 * pooled one of {@code smtp}. A {@code MailReport} tells what became of it by events, meters and an {@link
 * io.github.emailotp.delivery.Aftermath}; when the node stops, {@code Leftovers} are told that they end.
 */
package io.github.emailotp.delivery;
