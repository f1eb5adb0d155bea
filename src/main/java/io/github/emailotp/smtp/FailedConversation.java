package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.AuthenticationFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Why a conversation of our own transport failed: it knows how far it came, which exceptions do not tell. */
final class FailedConversation {

    private static final int MAX_CAUSES = 16;

    /** Angus tells this by its text alone. */
    private static final String NO_LOGIN_METHOD = "No authentication mechanisms supported";

    /** How refusals are read that may be for a login that was not said. */
    private static final Set<Kind> SAID_WITHOUT_A_LOGIN =
            EnumSet.of(Kind.PERMANENT_REPLY, Kind.AUTHENTICATION, Kind.SENDER_REFUSED);

    private final List<Throwable> chain;
    private final Progress progress;
    private final boolean complete;

    private FailedConversation(List<Throwable> chain, Progress progress, boolean complete) {
        this.chain = chain;
        this.progress = progress;
        this.complete = complete;
    }

    /**
     * Reads the failure.
     *
     * @param complete whether the server may have had the whole mail when this was thrown
     */
    static SmtpFailure read(Throwable thrown, Progress progress, boolean complete) {
        List<Throwable> chain = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
        return new FailedConversation(chain, progress, complete).read();
    }

    private SmtpFailure read() {
        return progress.refusal().map(this::meaning).orElseGet(() -> SmtpFailure.of(unsaid()));
    }

    /**
     * Some servers offer no login without STARTTLS, and then refuse senders and recipients. What names the mailbox or another part of the
     * settings is about that.
     */
    private SmtpFailure meaning(Reply reply) {
        SmtpFailure failure = Refusal.meaning(reply);
        boolean ofTheLogin = progress.lacksLogin()
                && (reply.to() == Command.MAIL || reply.to() == Command.RCPT)
                && SAID_WITHOUT_A_LOGIN.contains(failure.kind());
        return ofTheLogin ? new SmtpFailure(Kind.NO_LOGIN_METHOD, failure.replyCode()) : failure;
    }

    /** What became of it where the server has refused nothing. */
    private Kind unsaid() {
        if (complete) {
            return Kind.MAYBE_ACCEPTED;
        }
        if (progress.tooLate() || has(SocketTimeoutException.class)) {
            return Kind.TIMEOUT;
        }
        return switch (progress.at()) {
            case STARTTLS -> tls();
            case EHLO, AUTH -> login();
            default -> isLost() ? Kind.UNREACHABLE : Kind.OTHER;
        };
    }

    /** Also a broken connection comes as an SSLException; only one that nothing else explains is about trust. */
    private Kind tls() {
        return has(SocketException.class) || has(EOFException.class) || progress.hungUp() ? Kind.UNREACHABLE : Kind.TLS;
    }

    /** There may be none that both can; or it broke off, or came to a challenge that is no answer. */
    private Kind login() {
        if (saysNoLoginMethod()) {
            return Kind.NO_LOGIN_METHOD;
        }
        if (isLost()) {
            return Kind.UNREACHABLE;
        }
        return has(AuthenticationFailedException.class) ? Kind.AUTHENTICATION : Kind.OTHER;
    }

    private boolean isLost() {
        return progress.hungUp() || has(IOException.class);
    }

    private boolean saysNoLoginMethod() {
        return chain.stream()
                .map(Throwable::getMessage)
                .anyMatch(message -> message != null && message.startsWith(NO_LOGIN_METHOD));
    }

    private boolean has(Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }
}
