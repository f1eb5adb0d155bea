package io.github.emailotp.smtp;

/**
 * What a mail server counts and limits: all that one client with one login does. Realms that have it in common share what is learnt of
 * it.
 *
 * @param server the mail server
 * @param login {@link Login#fingerprint()}
 */
record MailAccount(ServerName server, String login) {

    @Override
    public String toString() {
        return server.toString();
    }
}
