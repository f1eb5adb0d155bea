package io.github.emailotp.server.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/** Answers EHLO as servers do that take several commands at once (RFC 2920), as nearly all do and SubEtha does without saying so. */
public final class PipeliningEhlo extends BaseCommand {

    private PipeliningEhlo() {
        super("EHLO", "Introduce yourself.", "<hostname>");
    }

    /** From now on this server offers it. */
    public static void offerOn(SMTPServer server) {
        server.getCommandHandler().addCommand(new PipeliningEhlo());
    }

    @Override
    public void execute(String command, Session session) throws IOException {
        // SubEtha sends each reply by itself; held back, they would be as slow as one command after the other (§3.2).
        session.getSocket().setTcpNoDelay(true);
        session.resetMailTransaction();
        session.setHelo(getArgs(command)[1]);
        session.sendResponse("250-" + String.join("\r\n250-", extensions(session)) + "\r\n250 PIPELINING");
    }

    private static List<String> extensions(Session session) {
        SMTPServer server = session.getServer();
        List<String> extensions = new ArrayList<>(List.of(server.getHostName(), "8BITMIME", "SMTPUTF8"));
        if (server.getEnableTLS() && !session.isTLSStarted()) {
            extensions.add("STARTTLS");
        }
        if (session.isTLSStarted() || !server.getRequireTLS()) {
            server.getAuthenticationHandlerFactory()
                    .map(factory -> "AUTH " + String.join(" ", factory.getAuthenticationMechanisms()))
                    .ifPresent(extensions::add);
        }
        return extensions;
    }
}
