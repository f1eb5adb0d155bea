package io.github.emailotp.smtp;

import jakarta.mail.Session;
import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import org.eclipse.angus.mail.util.SocketFetcher;

/** TLS from the first byte (RFC 8314 §3), as Angus has it where it connects by itself. */
final class ImplicitTls {

    private static final String PREFIX = "mail.smtp";

    private ImplicitTls() {}

    /** The same connection in TLS. */
    static Socket begin(Socket plain, String host, Session session) throws IOException {
        return SocketFetcher.startTLS(plain, host, properties(session), PREFIX);
    }

    /** Trust in every host comes before a truststore. */
    private static Properties properties(Session session) {
        Properties properties = (Properties) session.getProperties().clone();
        if (properties.containsKey("mail.smtp.ssl.trust")) {
            properties.remove("mail.smtp.ssl.socketFactory");
        }
        return properties;
    }
}
