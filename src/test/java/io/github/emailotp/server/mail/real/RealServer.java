package io.github.emailotp.server.mail.real;

import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;

/** A mail server that takes mails to {@code user1@example.test} and on, and is left as it comes otherwise. */
public interface RealServer extends AutoCloseable {

    /** What a realm's {@code smtpServer} must hold to send through it. */
    Map<String, String> settings();

    /** What trusts it, if it has TLS. */
    Optional<KeyStore> truststore();

    Maildir mails();

    /** All that it has logged. */
    String log();

    @Override
    void close();
}
