package io.github.emailotp.server.mail;

import io.github.emailotp.server.mail.MailServer.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** One SMTP mail transaction (RFC 5321 §3.3), from MAIL to the end of DATA, into the mailbox. */
final class MailTransaction implements MessageHandler {

    private final MessageContext context;
    private final Mailbox mailbox;
    private final Behaviour behaviour;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    MailTransaction(MessageContext context, Mailbox mailbox, Behaviour behaviour) {
        this.context = context;
        this.mailbox = mailbox;
        this.behaviour = behaviour;
    }

    @Override
    public void from(String from) {
        // A kept connection finds the server as a new one does.
        behaviour.awaitEndOf(Response.SILENT);
        if (behaviour.response() == Response.HANG_UP) {
            Behaviour.hangUp((Session) context);
        }
        sender = from;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        switch (behaviour.response()) {
            case DEFER -> throw new RejectException(450, "Mailbox busy");
            case REJECT -> {
                mailbox.refuse(recipient);
                throw new RejectException(550, "No such mailbox");
            }
            default -> recipients.add(recipient);
        }
    }

    @Override
    public String data(InputStream data) throws IOException, RejectException {
        byte[] source = data.readAllBytes();
        if (behaviour.response() == Response.REJECT_CONTENT) {
            throw new RejectException(554, "Not this one");
        }
        behaviour.awaitDelay();
        // The socket tells, not Session.isTLSStarted(): that one speaks of STARTTLS only.
        boolean encrypted = ((Session) context).getSocket() instanceof SSLSocket;
        var user = context.getAuthenticationHandler().map(handler -> String.valueOf(handler.getIdentity()));
        mailbox.add(ReceivedMail.of(new Envelope(sender, recipients, encrypted, user, Instant.now()), source));
        behaviour.awaitEndOf(Response.SILENT_AFTER_DATA);
        if (behaviour.response() == Response.HANG_UP_AFTER_DATA) {
            Behaviour.hangUp((Session) context);
        }
        return "Kept";
    }

    @Override
    public void done() {
        // Nothing is held that would have to be given back.
    }
}
