package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import org.keycloak.email.EmailException;

/**
 * How to connect and log in for one mail. Belongs to the request that it was made in: connections use it and let go of it.
 *
 * @param fingerprint equal for two logins that are the same, after the vault was asked; tells nothing of the password
 * @param connection connects a transport that is not connected
 */
record Login(String fingerprint, Connection connection) {

    /** Connects and logs in. */
    @FunctionalInterface
    interface Connection {
        void connect(Transport transport) throws MessagingException, EmailException;
    }

    void connect(Transport transport) throws MessagingException, EmailException {
        connection.connect(transport);
    }

    /** A record would print what the connection is made of. */
    @Override
    public String toString() {
        return "Login";
    }
}
