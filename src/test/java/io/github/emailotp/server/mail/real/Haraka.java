package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;

/** Haraka without TLS. It takes mails to everybody at {@code example.test}. */
public final class Haraka implements RealServer {

    private static final String PACKAGE = "node_modules/Haraka/";

    /** It has no delivery of its own but to other servers. */
    private static final String DELIVER = """
            const fs = require('node:fs')
            exports.hook_queue = function (next, connection) {
                const mail = connection.transaction
                const file = fs.createWriteStream(`@DIR@/mail/${mail.uuid}`)
                file.write(`X-Rcpt: ${mail.rcpt_to[0].address}\\n`)
                file.once('close', () => {
                    fs.renameSync(`@DIR@/mail/${mail.uuid}`, `@DIR@/mail/all/new/${mail.uuid}`)
                    next(OK)
                })
                mail.message_stream.pipe(file)
            }
            """;

    private final Workplace workplace = new Workplace();
    private final int port = FreePort.any();

    /** Runs at once. */
    public Haraka() {
        workplace.folder("mail/all/new");
        workplace.write("config/smtp.ini", "listen=127.0.0.1:" + port + "\nnodes=0\n");
        workplace.write("config/me", "mail.example.test");
        workplace.write("config/host_list", "example.test");
        workplace.write("config/plugins", "rcpt_to.in_host_list\nqueue/maildir\n");
        workplace.write("plugins/queue/maildir.js", DELIVER);
        // It does not start without this one, whatever is in it.
        workplace.run(
                "cp",
                Programs.file(PACKAGE + "config/connection.ini"),
                workplace.path("config").toString());
        workplace.start(
                "node",
                Programs.path(PACKAGE + "bin/haraka"),
                "-c",
                workplace.path("").toString());
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
