package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.internet.AddressException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.keycloak.email.EmailException;

/**
 * Reads a {@link SmtpFailure} out of a chain of exceptions of Angus Mail, the jakarta.mail that Keycloak ships, which another
 * sender has thrown. Angus tells some of its failures by text alone; the tests hold those texts against the real library. How
 * far such a mail came is not known, so whatever breaks may have come after the whole of it.
 */
final class FailureReader {

    private static final int MAX_CAUSES = 16;

    /** {@code SMTPTransport.openServer} and {@code issueCommand} leave the reply in the text, multi-line replies as well. */
    private static final Pattern REPLY_IN_TEXT = Pattern.compile(
            "^(Got bad greeting from SMTP host: .*, response: )?(([45]\\d\\d)(?:[ \\-\\r\\n].*)?)$", Pattern.DOTALL);

    private static final Pattern HUNG_UP =
            Pattern.compile("^(?:Got bad greeting from SMTP host: .*, response: )?(?:\\[EOF]|-1)$");
    private static final Pattern TLS_IS_BEGUN =
            Pattern.compile("^(?:Could not convert socket to TLS|Could not connect to SMTP host)");
    private static final String KEYCLOAKS_SENDERS = "org.keycloak.email.";
    private static final String STARTTLS_MISSING = "STARTTLS is required but";
    private static final String NO_LOGIN_METHOD = "No authentication mechanisms supported";

    private final List<Throwable> chain;

    private FailureReader(List<Throwable> chain) {
        this.chain = chain;
    }

    /** Reads the failure. */
    static SmtpFailure read(Throwable thrown) {
        List<Throwable> chain = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
        return new FailureReader(chain).read();
    }

    private SmtpFailure read() {
        Optional<SmtpFailure> known = first(PooledEmailException.class).map(PooledEmailException::failure);
        return known.or(this::beforeAnyMail)
                .or(() -> refusal().map(Refusal::meaning))
                .or(this::connectionLost)
                .orElseGet(this::notOfTheNetwork);
    }

    /** Failures that come before the first command of a mail. */
    private Optional<SmtpFailure> beforeAnyMail() {
        if (has(MailConnectException.class) || has(UnknownHostException.class)) {
            return Optional.of(SmtpFailure.of(whileConnecting()));
        }
        if (texts().anyMatch(text -> text.startsWith(STARTTLS_MISSING))) {
            return Optional.of(SmtpFailure.of(Kind.STARTTLS_MISSING));
        }
        if (has(SSLException.class)) {
            return tls();
        }
        return first(AuthenticationFailedException.class).map(refused -> authentication());
    }

    private Kind whileConnecting() {
        if (has(IllegalArgumentException.class)) {
            // Such as a port that is none.
            return Kind.BAD_CONFIGURATION;
        }
        return has(SocketTimeoutException.class) ? Kind.TIMEOUT : Kind.UNREACHABLE;
    }

    /** A broken connection also comes as an SSLException; only one while TLS is begun that nothing else explains is about trust. */
    private Optional<SmtpFailure> tls() {
        if (!has(SSLHandshakeException.class) && texts().noneMatch(TLS_IS_BEGUN.asPredicate())) {
            return Optional.empty();
        }
        if (has(SocketTimeoutException.class)) {
            return Optional.of(SmtpFailure.of(Kind.TIMEOUT));
        }
        boolean broken = has(SocketException.class) || has(EOFException.class);
        return Optional.of(SmtpFailure.of(broken ? Kind.UNREACHABLE : Kind.TLS));
    }

    /** Angus throws this also where the connection breaks during the login; then it has no reply of the server. */
    private SmtpFailure authentication() {
        if (has(SocketTimeoutException.class)) {
            return SmtpFailure.of(Kind.TIMEOUT);
        }
        if (texts().anyMatch(text -> text.startsWith(NO_LOGIN_METHOD))) {
            return SmtpFailure.of(Kind.NO_LOGIN_METHOD);
        }
        boolean hungUp = has(IOException.class) || texts().anyMatch(HUNG_UP.asPredicate());
        return refusal()
                .map(reply -> Refusal.meaning(new Reply(Command.AUTH, reply.code(), reply.text())))
                .orElseGet(() -> SmtpFailure.of(hungUp ? Kind.UNREACHABLE : Kind.AUTHENTICATION));
    }

    private Optional<SmtpFailure> connectionLost() {
        boolean greeted = texts().noneMatch(text -> text.startsWith("Got bad greeting"));
        boolean lost =
                has(IOException.class) || has(SMTPSendFailedException.class) || texts().anyMatch(HUNG_UP.asPredicate());
        if (!lost || has(UnsupportedEncodingException.class)) {
            return Optional.empty();
        }
        if (greeted) {
            return Optional.of(SmtpFailure.of(Kind.MAYBE_ACCEPTED));
        }
        return Optional.of(SmtpFailure.of(has(SocketTimeoutException.class) ? Kind.TIMEOUT : Kind.UNREACHABLE));
    }

    private SmtpFailure notOfTheNetwork() {
        Throwable root = chain.get(chain.size() - 1);
        boolean settings = (root instanceof EmailException && isKeycloaks(root))
                || root instanceof AddressException
                || root instanceof UnsupportedEncodingException
                || root instanceof NoSuchProviderException;
        return SmtpFailure.of(settings ? Kind.BAD_CONFIGURATION : Kind.MAYBE_ACCEPTED);
    }

    /** Keycloak throws an {@code EmailException} without a cause for settings that cannot be used; other senders for anything. */
    private static boolean isKeycloaks(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith(KEYCLOAKS_SENDERS);
    }

    /** The innermost refusal: the outer ones only repeat it. */
    private Optional<Reply> refusal() {
        List<Throwable> inward = new ArrayList<>(chain);
        Collections.reverse(inward);
        return inward.stream()
                .map(FailureReader::refusal)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Reply> refusal(Throwable thrown) {
        if (thrown instanceof SMTPAddressFailedException refused) {
            return reply(Command.RCPT, refused.getReturnCode(), thrown);
        }
        if (thrown instanceof SMTPSenderFailedException refused) {
            return reply(Command.MAIL, refused.getReturnCode(), thrown);
        }
        if (thrown instanceof SMTPSendFailedException refused) {
            return reply(Command.of(refused.getCommand()), refused.getReturnCode(), thrown);
        }
        Matcher reply = REPLY_IN_TEXT.matcher(text(thrown));
        return thrown instanceof MessagingException && reply.matches()
                ? Optional.of(new Reply(Command.OTHER, Integer.parseInt(reply.group(3)), reply.group(2)))
                : Optional.empty();
    }

    private static Optional<Reply> reply(Command to, int code, Throwable thrown) {
        return Optional.of(new Reply(to, code, text(thrown))).filter(reply -> code > 0);
    }

    private boolean has(Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    private <T extends Throwable> Optional<T> first(Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private Stream<String> texts() {
        return chain.stream().map(FailureReader::text);
    }

    private static String text(Throwable thrown) {
        return thrown.getMessage() == null ? "" : thrown.getMessage().strip();
    }
}
