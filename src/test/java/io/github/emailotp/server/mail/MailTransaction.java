package io.github.emailotp.server.mail;

import io.github.emailotp.server.mail.MailServer.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** One SMTP mail transaction (RFC 5321 §3.3), from MAIL to the end of DATA, into the mailbox. */
final class MailTransaction implements MessageHandler {

    private final MessageContext context;
    private final Mailbox mailbox;
    private final Supplier<Response> response;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    MailTransaction(MessageContext context, Mailbox mailbox, Supplier<Response> response) {
        this.context = context;
        this.mailbox = mailbox;
        this.response = response;
    }

    @Override
    public void from(String from) {
        sender = from;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        switch (response.get()) {
            case DEFER -> throw new RejectException(451, "Try again later");
            case REJECT -> throw new RejectException(550, "No such mailbox");
            case ACCEPT, HANG_UP -> recipients.add(recipient);
        }
    }

    @Override
    public String data(InputStream data) throws IOException {
        byte[] source = data.readAllBytes();
        // The socket tells, not Session.isTLSStarted(): that one speaks of STARTTLS only.
        boolean encrypted = ((Session) context).getSocket() instanceof SSLSocket;
        var user = context.getAuthenticationHandler().map(handler -> String.valueOf(handler.getIdentity()));
        mailbox.add(ReceivedMail.of(new Envelope(sender, recipients, encrypted, user, Instant.now()), source));
        return "Kept";
    }

    @Override
    public void done() {
        // Nothing is held that would have to be given back.
    }
}
