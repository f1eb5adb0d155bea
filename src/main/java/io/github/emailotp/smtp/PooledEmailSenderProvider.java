package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.MessagingException;
import java.io.UnsupportedEncodingException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Sends mails of one Keycloak session over connections that all sessions share. {@code send} returns when the mail server has
 * accepted the mail, and throws an {@code EmailException} that {@link SmtpFailure#of(Throwable)} explains.
 */
final class PooledEmailSenderProvider implements EmailSenderProvider {

    private static final Logger LOG = Logger.getLogger(PooledEmailSenderProvider.class);
    private static final int MAX_CAUSES = 8;

    private final KeycloakSession session;
    private final SenderParts parts;

    PooledEmailSenderProvider(KeycloakSession session, SenderParts parts) {
        this.session = session;
        this.parts = parts;
    }

    @Override
    public void send(Map<String, String> config, UserModel user, String subject, String textBody, String htmlBody)
            throws EmailException {
        send(config, user.getEmail(), subject, textBody, htmlBody);
    }

    @Override
    public void send(Map<String, String> config, String address, String subject, String textBody, String htmlBody)
            throws EmailException {
        RememberedServices.during(() -> sendNow(config, address, subject, textBody, htmlBody));
    }

    private void sendNow(Map<String, String> config, String address, String subject, String textBody, String htmlBody)
            throws EmailException {
        MailAddresses addresses = MailAddresses.of(config, address);
        var content = new OutgoingMail.Content(subject, Optional.ofNullable(textBody), Optional.ofNullable(htmlBody));
        var terms = new OutgoingMail.Terms(
                SendTerms.deadline(session),
                Timeouts.of(config),
                SendTerms.waitsElsewhere(session),
                SendTerms.isRehearsal(session));
        Properties properties;
        Login login;
        try {
            properties = properties(config, addresses);
            login = parts.logins().of(session, config);
        } catch (RuntimeException e) {
            // Such as a vault that cannot be read just now.
            throw new PooledEmailException(SmtpFailure.of(Kind.NOT_READY), e);
        }
        ConnectionKey key = ConnectionKey.of(properties, login.fingerprint());
        send(key, login, mail(properties, addresses, content, terms));
    }

    /** As Keycloak's own sender makes them, and those that are ours. */
    Properties properties(Map<String, String> config, MailAddresses addresses) {
        Properties properties = SmtpProperties.of(config, addresses.from().getAddress());
        if (SmtpProperties.wantTrust(config)) {
            parts.trust().addTo(properties, session);
        }
        return properties;
    }

    /**
     * Looks at the addresses of SMTP settings before they are saved. Part of Keycloak's interface since 26.3, hence without
     * {@code @Override}.
     */
    public void validate(Map<String, String> config) throws EmailException {
        MailAddresses.validate(config);
    }

    @Override
    public void close() {
        // Connections outlive the session.
    }

    private OutgoingMail mail(
            Properties properties, MailAddresses addresses, OutgoingMail.Content content, OutgoingMail.Terms terms)
            throws PooledEmailException {
        try {
            OutgoingMail mail = OutgoingMail.of(
                    properties, addresses, content, terms, parts.clock().instant());
            parts.headers().addTo(mail);
            return mail;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BAD_CONFIGURATION), e);
        } catch (RuntimeException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.NOT_READY), e);
        }
    }

    private void send(ConnectionKey key, Login login, OutgoingMail mail) throws PooledEmailException {
        try {
            parts.connections().send(key, login, mail);
        } catch (PooledEmailException e) {
            // Whoever has a queue tells it when the mail dies.
            LOG.logf(
                    mail.terms().waitsElsewhere() ? Logger.Level.DEBUG : Logger.Level.WARN,
                    "A mail could not be sent through %s: %s [%s]",
                    key,
                    e.failure().description(),
                    kinds(e));
            throw e;
        } catch (RuntimeException e) {
            throw new PooledEmailException(SmtpFailure.of(mail.isComplete() ? Kind.MAYBE_ACCEPTED : Kind.NOT_READY), e);
        }
    }

    /** The kinds of the causes, without their texts: mail servers repeat addresses in them. */
    private static String kinds(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .map(cause -> cause.getClass().getSimpleName())
                .collect(Collectors.joining(", "));
    }
}
