package io.github.emailotp.server.harness;

import io.github.emailotp.server.mail.Login;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ServerCertificate;
import java.util.List;

/**
 * One mail server of each kind that a realm's SMTP settings can ask for.
 *
 * @param plain neither TLS nor login; the realm's own
 * @param withLogin login in clear
 * @param startTls STARTTLS, then login
 * @param tls TLS from the first byte, with login
 */
public record MailServers(MailServer plain, MailServer withLogin, MailServer startTls, MailServer tls) {

    /** What the three servers with a login accept. */
    public static final Login LOGIN = new Login("mailer@example.test", "mailer's password");

    static MailServers start(ServerCertificate certificate) {
        return new MailServers(
                MailServer.plain(),
                MailServer.withLogin(LOGIN),
                MailServer.startTls(certificate, LOGIN),
                MailServer.tls(certificate, LOGIN));
    }

    List<MailServer> all() {
        return List.of(plain, withLogin, startTls, tls);
    }

    void close() {
        all().forEach(MailServer::close);
    }
}
