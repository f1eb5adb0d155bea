package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;

/** Qpsmtpd without TLS. It takes mails to everybody at {@code example.test}, and five connections of one client. */
public final class Qpsmtpd implements RealServer {

    private static final String PLUGINS = """
            logging/warn 6
            rcpt_ok
            queue/maildir @DIR@/mail/all
            """;

    private final Workplace workplace = new Workplace();
    private final int port = FreePort.any();

    /** Runs at once. */
    public Qpsmtpd() {
        workplace.openFolder("mail");
        workplace.run("chown", "nobody", workplace.folder("spool").toString());
        workplace.run("chmod", "700", workplace.path("spool").toString());
        workplace.write("config/spool_dir", "@DIR@/spool");
        workplace.write("config/me", "mail.example.test");
        workplace.write("config/rcpthosts", "example.test");
        workplace.write("config/plugin_dirs", Programs.file("usr/share/qpsmtpd/plugins"));
        workplace.write("config/plugins", PLUGINS);
        workplace.start(
                "env",
                "QPSMTPD_CONFIG=" + workplace.path("config"),
                "perl",
                "-T",
                "-I",
                Programs.file("usr/share/perl5"),
                Programs.path("usr/bin/qpsmtpd-forkserver"),
                "--user=nobody",
                "--listen-address=127.0.0.1",
                "--port=" + port,
                "--no-rdns");
        workplace.await(port);
    }

    @Override
    public Map<String, String> settings() {
        return Programs.settings(port);
    }

    @Override
    public Optional<KeyStore> truststore() {
        return Optional.empty();
    }

    @Override
    public Maildir mails() {
        return new Maildir(workplace.path("mail/all"));
    }

    @Override
    public String log() {
        return workplace.read("output");
    }

    @Override
    public void close() {
        workplace.close();
    }
}
