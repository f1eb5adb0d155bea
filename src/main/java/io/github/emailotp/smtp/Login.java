package io.github.emailotp.smtp;

import java.util.Optional;

/**
 * How to log in for one mail. It may hold a password, so nothing keeps it longer than the mail.
 *
 * @param fingerprint equal for two logins that are the same, after the vault was asked; tells nothing of the password
 * @param source where what is told to the mail server comes from
 */
record Login(String fingerprint, Source source) {

    /** Answers what is told to the mail server. */
    @FunctionalInterface
    interface Source {

        /**
         * Empty where no login is wanted.
         *
         * @throws PooledEmailException if there is none to be had
         */
        Optional<Credentials> credentials(Conversation conversation) throws PooledEmailException;

        /** Whether these are still what would be answered. */
        default boolean isCurrent(Credentials asked) {
            return true;
        }

        /** The mail server has refused these; answers whether there may be others. */
        default boolean renew(Credentials refused) {
            return false;
        }
    }

    /** No login at all. */
    static Login none() {
        return new Login("", conversation -> Optional.empty());
    }

    Optional<Credentials> credentials(Conversation conversation) throws PooledEmailException {
        return source.credentials(conversation);
    }

    /** A record would print what the source is made of. */
    @Override
    public String toString() {
        return "Login";
    }
}
