package io.github.emailotp.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * One mail to one recipient, built as Keycloak's own sender builds it. Besides, it knows whether all of it was handed to a
 * connection: before that no server can have accepted it (RFC 5321 §4.1.1.4). Not thread-safe.
 */
final class OutgoingMail extends SMTPMessage {

    /**
     * All that a message asks of its session is whether UTF-8 is allowed in headers, and making a session takes longer than
     * making the mail. The connection has a session of its own, with all settings.
     */
    private static final Session ASCII = Session.getInstance(new Properties());

    private static final Session UTF8 = Session.getInstance(SmtpProperties.allowingUtf8());

    private MailAddresses addresses;
    private final Terms terms;
    private InternetAddress recipient;
    private boolean complete;

    /**
     * What the mail says.
     *
     * @param text the text part, if there is one; an empty one is none
     * @param html the HTML part, if there is one
     */
    record Content(String subject, Optional<String> text, Optional<String> html) {

        Content {
            text = text.filter(part -> !part.isBlank());
            html = html.filter(part -> !part.isBlank());
        }
    }

    /**
     * How it is to be sent.
     *
     * @param deadline until when it says anything that is of use; empty if for ever
     * @param timeouts how long the mail server is waited for
     * @param waitsElsewhere whether it is not to wait here for a free connection
     * @param isRehearsal whether it is only to be found out whether the mail server would take it
     */
    record Terms(Optional<Instant> deadline, Timeouts timeouts, boolean waitsElsewhere, boolean isRehearsal) {}

    private OutgoingMail(Session session, MailAddresses addresses, Terms terms) throws MessagingException {
        super(session);
        this.addresses = addresses;
        this.terms = terms;
        this.recipient = new InternetAddress(addresses.to());
    }

    /** Builds the mail for a connection with these {@link SmtpProperties}; its date is {@code now}. */
    static OutgoingMail of(Properties properties, MailAddresses addresses, Content content, Terms terms, Instant now)
            throws MessagingException, UnsupportedEncodingException {
        OutgoingMail mail = new OutgoingMail(SmtpProperties.allowUtf8(properties) ? UTF8 : ASCII, addresses, terms);
        mail.setEnvelopeFrom(properties.getProperty("mail.smtp.from"));
        mail.setAddresses(addresses);
        mail.setSubject(MimeUtility.encodeText(content.subject(), StandardCharsets.UTF_8.name(), null));
        mail.setContent(parts(content));
        mail.saveChanges();
        mail.setSentDate(Date.from(now));
        return mail;
    }

    private void setAddresses(MailAddresses given) throws MessagingException {
        addresses = given;
        recipient = new InternetAddress(given.to());
        setFrom(given.from());
        setReplyTo(new Address[] {given.replyTo()});
        setHeader("To", given.to());
    }

    /** In ASCII; an address in brackets if it is none. */
    String senderDomain() {
        return addresses.senderDomain();
    }

    /** Whether the mail server must take addresses in UTF-8 (RFC 6531). */
    boolean needsUtf8() {
        return !addresses.areAscii() || !MailAddresses.isAscii(getEnvelopeFrom() == null ? "" : getEnvelopeFrom());
    }

    /**
     * Writes the domains of all addresses in ASCII.
     *
     * @throws MessagingException if an address cannot be written so
     */
    void writeAddressesInAscii() throws MessagingException {
        try {
            setAddresses(addresses.inAscii());
        } catch (PooledEmailException e) {
            throw new MessagingException("the mail server takes no such address", e);
        }
        if (getEnvelopeFrom() != null) {
            setEnvelopeFrom(MailAddresses.ascii(getEnvelopeFrom()).orElse(getEnvelopeFrom()));
        }
    }

    /** Writes the names beside the addresses in ASCII (RFC 2047), which any server takes. */
    void writeNamesInAscii() throws MessagingException {
        if (session == UTF8) {
            writeInAscii("From", addresses.from());
            writeInAscii("Reply-To", addresses.replyTo());
        }
    }

    private void writeInAscii(String header, InternetAddress address) throws MessagingException {
        setHeader(header, InternetAddress.toString(new Address[] {address}, header.length() + 2));
    }

    InternetAddress recipient() {
        return recipient;
    }

    /** How it is to be sent. */
    Terms terms() {
        return terms;
    }

    /** It is sent from its beginning: what was accepted before, if anything was, is known. */
    void begin() {
        complete = false;
    }

    /** Whether a server may have accepted the mail: all of its content was written, only the reply is missing. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public void writeTo(OutputStream out, String[] ignoredHeaders) throws IOException, MessagingException {
        super.writeTo(out, ignoredHeaders);
        complete = true;
    }

    /** In the sender's domain (RFC 5322 §3.6.4), and never the name of this machine. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", "<" + UUID.randomUUID() + "@" + senderDomain() + ">");
    }

    private static MimeMultipart parts(Content content) throws MessagingException {
        MimeMultipart parts = new MimeMultipart("alternative");
        if (content.text().isPresent()) {
            parts.addBodyPart(TextPart.of(content.text().get(), "text/plain"));
        }
        if (content.html().isPresent()) {
            parts.addBodyPart(TextPart.of(content.html().get(), "text/html"));
        }
        return parts;
    }
}
