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
import java.util.OptionalInt;
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
 * Reads a {@link SmtpFailure} out of a chain of exceptions of Angus Mail, the jakarta.mail that Keycloak ships. Angus tells
 * some of its failures by text alone; the tests hold those texts against the real library.
 */
final class FailureReader {

    private static final int MAX_CAUSES = 16;

    /** {@code SMTPTransport.openServer} and {@code issueCommand} leave the reply in the text, multi-line replies as well. */
    private static final Pattern REPLY_IN_TEXT =
            Pattern.compile("^(?:Got bad greeting from SMTP host: .*, response: )?([45]\\d\\d)(?:[ \\-\\r\\n]|$)");

    /** The subject and the detail of an enhanced status code (RFC 3463 §2), after the reply code. */
    private static final Pattern ENHANCED = Pattern.compile("^[45]\\d\\d[ -][45]\\.(\\d\\.\\d{1,3})\\b");

    private static final Pattern HUNG_UP =
            Pattern.compile("^(?:Got bad greeting from SMTP host: .*, response: )?(?:\\[EOF]|-1)$");
    private static final String KEYCLOAKS_SENDERS = "org.keycloak.email.";
    private static final String STARTTLS_MISSING = "STARTTLS is required but";

    /** RFC 4954 §6: authentication required, mechanism too weak, credentials invalid, encryption required. */
    private static final List<Integer> LOGIN_CODES = List.of(530, 534, 535, 538);

    private final List<Throwable> chain;
    private final boolean mayBeComplete;

    private FailureReader(List<Throwable> chain, boolean mayBeComplete) {
        this.chain = chain;
        this.mayBeComplete = mayBeComplete;
    }

    /**
     * Reads the failure.
     *
     * @param mayBeComplete whether the server may have had the whole mail when this was thrown
     */
    static SmtpFailure read(Throwable thrown, boolean mayBeComplete) {
        List<Throwable> chain = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
        return new FailureReader(chain, mayBeComplete).read();
    }

    private SmtpFailure read() {
        Optional<SmtpFailure> known = first(PooledEmailException.class).map(PooledEmailException::failure);
        return known.or(this::beforeAnyMail)
                .or(this::replied)
                .or(this::connectionLost)
                .orElseGet(this::notOfTheNetwork);
    }

    /** Failures that come before the first command of a mail. */
    private Optional<SmtpFailure> beforeAnyMail() {
        if (has(NoFreeConnectionException.class)) {
            return Optional.of(SmtpFailure.of(Kind.BUSY));
        }
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

    /** A broken connection also comes as an SSLException; only one that nothing else explains is about trust. */
    private Optional<SmtpFailure> tls() {
        boolean timeout = has(SocketTimeoutException.class);
        if (!timeout && !has(SocketException.class) && !has(EOFException.class)) {
            return Optional.of(SmtpFailure.of(Kind.TLS));
        }
        // There is no mail yet while TLS is begun.
        return has(SSLHandshakeException.class)
                ? Optional.of(SmtpFailure.of(timeout ? Kind.TIMEOUT : Kind.UNREACHABLE))
                : Optional.empty();
    }

    /** Angus throws this also where the connection breaks during the login; then it has no reply of the server. */
    private SmtpFailure authentication() {
        if (has(SocketTimeoutException.class)) {
            return SmtpFailure.of(Kind.TIMEOUT);
        }
        OptionalInt code = replyCode();
        boolean hungUp = has(IOException.class) || texts().anyMatch(HUNG_UP.asPredicate());
        return code.isEmpty() && hungUp ? SmtpFailure.of(Kind.UNREACHABLE) : new SmtpFailure(Kind.AUTHENTICATION, code);
    }

    private Optional<SmtpFailure> replied() {
        OptionalInt code = replyCode();
        if (code.isEmpty()) {
            return Optional.empty();
        }
        if (LOGIN_CODES.contains(code.getAsInt())) {
            return Optional.of(new SmtpFailure(Kind.AUTHENTICATION, code));
        }
        Kind kind = SmtpFailure.isTransient(code.getAsInt()) ? Kind.TRANSIENT_REPLY : Kind.PERMANENT_REPLY;
        return Optional.of(new SmtpFailure(ofTheMailbox(code.getAsInt()).orElse(kind), code));
    }

    /**
     * What the server says of the mailbox, by its enhanced status code (RFC 3463 §3.2, §3.3) or, without one, by its reply to RCPT
     * (RFC 5321 §4.2.3). Servers use the same replies for much else, such as limits of the sender.
     */
    private Optional<Kind> ofTheMailbox(int code) {
        Optional<String> enhanced = texts().map(ENHANCED::matcher)
                .filter(Matcher::find)
                .map(status -> status.group(1))
                .findFirst();
        if (enhanced.isPresent()) {
            return switch (enhanced.get()) {
                case "2.2" -> Optional.of(Kind.MAILBOX_FULL);
                case "1.1", "1.6", "1.10" ->
                    SmtpFailure.isTransient(code) ? Optional.empty() : Optional.of(Kind.NO_MAILBOX);
                default -> Optional.empty();
            };
        }
        if (!has(SMTPAddressFailedException.class)) {
            return Optional.empty();
        }
        return switch (code) {
            case 550, 551, 553 -> Optional.of(Kind.NO_MAILBOX);
            case 552 -> Optional.of(Kind.MAILBOX_FULL);
            default -> Optional.empty();
        };
    }

    private Optional<SmtpFailure> connectionLost() {
        boolean greeted = texts().noneMatch(text -> text.startsWith("Got bad greeting"));
        boolean lost =
                has(IOException.class) || has(SMTPSendFailedException.class) || texts().anyMatch(HUNG_UP.asPredicate());
        if (!lost || has(UnsupportedEncodingException.class)) {
            return Optional.empty();
        }
        if (mayBeComplete && greeted) {
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
        if (settings) {
            return SmtpFailure.of(Kind.BAD_CONFIGURATION);
        }
        return SmtpFailure.of(mayBeComplete ? Kind.MAYBE_ACCEPTED : Kind.OTHER);
    }

    /** Keycloak throws an {@code EmailException} without a cause for settings that cannot be used; other senders for anything. */
    private static boolean isKeycloaks(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith(KEYCLOAKS_SENDERS);
    }

    /** The code of the innermost refusal: the outer ones only repeat it. */
    private OptionalInt replyCode() {
        List<Throwable> inward = new ArrayList<>(chain);
        Collections.reverse(inward);
        return inward.stream()
                .mapToInt(FailureReader::replyCode)
                .filter(code -> code > 0)
                .findFirst();
    }

    private static int replyCode(Throwable thrown) {
        if (thrown instanceof SMTPAddressFailedException refused) {
            return refused.getReturnCode();
        }
        if (thrown instanceof SMTPSenderFailedException refused) {
            return refused.getReturnCode();
        }
        if (thrown instanceof SMTPSendFailedException refused) {
            return refused.getReturnCode();
        }
        Matcher reply = REPLY_IN_TEXT.matcher(text(thrown));
        return thrown instanceof MessagingException && reply.find() ? Integer.parseInt(reply.group(1)) : 0;
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
