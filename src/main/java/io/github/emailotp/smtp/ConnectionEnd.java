package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Why a connection is over: for what came before, for the server's state, or for the mail. */
enum ConnectionEnd {
    /** The server takes no more connections just now. */
    FULL_HOUSE,
    /**
     * Nobody listens, or it hangs up in place of a greeting, or of TLS that comes before it: where others are open, that is how some servers say that they take no more,
     * such as Sendmail with {@code MaxDaemonChildren}.
     */
    SHUT,
    /** Mails of this login come too fast for the server. */
    TOO_FAST,
    /** It was kept, and the server takes no more mails over it. */
    WORN_OUT,
    /** It was kept, and the server has closed it meanwhile, or does so now for another reason. */
    STALE,
    OF_THE_LOGIN,
    /** It has not said the login, since that cannot be said just now. */
    BEFORE_THE_LOGIN,
    /** Nothing that another connection would change. */
    OF_THE_MAIL;

    /** RFC 5321 §3.8: "service not available, closing transmission channel". */
    private static final int CLOSING = 421;

    /** Authentication required: said over a connection that was logged in, it is about the connection. */
    private static final int LOGIN_REQUIRED = 530;

    /** RFC 3463 §3.6: too many recipients, which some say for too many mails. */
    private static final String TOO_MANY = "5.3";

    /** RFC 3463 §3.4: the system accepts no messages, which Exchange says where a login has too many connections. */
    private static final String TOO_MANY_AT_ONCE = "3.2";

    /** RFC 3463 §3.5: network and routing, such as a connection that timed out. */
    private static final String NETWORK = "4.";

    /** Some servers end what is not used for ten seconds. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private static final Pattern IDLE_TOO_LONG = Pattern.compile("timed?[- ]?out|\\bidle\\b|inactiv");

    private static final Set<Command> DOOR = EnumSet.of(Command.GREETING, Command.EHLO, Command.STARTTLS, Command.AUTH);

    private static final Set<Kind> NOW = EnumSet.of(Kind.NOT_NOW, Kind.BUSY, Kind.TRANSIENT_REPLY);

    /** As in "Concurrent connections limit exceeded" and "sender thread limit exceeded". */
    private static final Pattern CONNECTIONS = Pattern.compile(
            "\\b(connection|session|thread)s?\\b.{0,40}\\b(limit|exceed)"
                    + "|\\b(limit|exceed|too many|maximum|concurrent|simultaneous).{0,40}\\b(connection|session|thread)s?\\b");

    private static final String OF_A_CONNECTION =
            "(messages?|mails?|recipients?|transactions?) (per|for this|in this) (connection|session)";

    /** Said of a mail that was seen, "too many" may be of what is in it. */
    private static final Pattern CLEAR_QUOTA = Pattern.compile(OF_A_CONNECTION);

    private static final Pattern QUOTA = Pattern.compile("too many|" + OF_A_CONNECTION);

    /** Reads the end of this connection out of the failure of its last mail, which was not accepted. */
    static ConnectionEnd of(SmtpConnection connection, SmtpFailure failure) {
        Command at = connection.progress().at();
        Optional<Reply> refusal = connection.progress().refusal();
        boolean full = connection.isOpen()
                && refusal.filter(ConnectionEnd::isOfAllConnections)
                        .filter(reply -> !mayBeOfTheMail(reply) || saysConnections(reply))
                        .isPresent();
        if (!full
                && refusal.filter(reply -> TooFast.isSaidIn(reply, failure, connection.isKept()))
                        .isPresent()) {
            return TOO_FAST;
        }
        if (!connection.isOpen()) {
            return ofOneNotOpen(connection, failure, at);
        }
        if (full) {
            return FULL_HOUSE;
        }
        if (!connection.isKept()) {
            return OF_THE_MAIL;
        }
        if (failure.kind() == Kind.UNREACHABLE || failure.kind() == Kind.TIMEOUT) {
            return STALE;
        }
        return refusal.filter(reply -> isOfTheConnection(reply, failure))
                .map(reply -> isQuota(reply, connection) ? WORN_OUT : STALE)
                .orElse(OF_THE_MAIL);
    }

    /**
     * Whether it tells how many mails go over one connection. What comes after a while in which nothing was sent is mostly the server's
     * time-out, and a 421 to a recipient or of the network (RFC 3463 §3.5) has other reasons.
     */
    private static boolean isQuota(Reply reply, SmtpConnection connection) {
        boolean said = reply.subject().filter(TOO_MANY::equals).isPresent()
                || QUOTA.matcher(reply.words()).find();
        boolean closing = reply.code() == CLOSING
                && (mayBeOfTheMail(reply)
                        || reply.subject()
                                .filter(code -> code.startsWith(NETWORK))
                                .isPresent());
        boolean timedOut = connection.rested().compareTo(IDLE) > 0
                || IDLE_TOO_LONG.matcher(reply.words()).find();
        return said || !(closing || timedOut);
    }

    private static ConnectionEnd ofOneNotOpen(SmtpConnection connection, SmtpFailure failure, Command at) {
        if (connection.isLoginRefused(failure)) {
            return OF_THE_LOGIN;
        }
        boolean now = NOW.contains(failure.kind());
        if (now && at == Command.EHLO && connection.progress().refusal().isEmpty()) {
            return BEFORE_THE_LOGIN;
        }
        boolean silent = connection.progress().refusal().isEmpty();
        if (silent && isFirstStep(connection, at) && (failure.kind() == Kind.UNREACHABLE || now)) {
            return SHUT;
        }
        boolean refused = failure.replyCode().isPresent()
                && connection.progress().refusal().filter(Reply::isForNow).isPresent();
        return now && refused && DOOR.contains(at) ? FULL_HOUSE : OF_THE_MAIL;
    }

    /** Whether the server has said nothing yet over this connection. */
    private static boolean isFirstStep(SmtpConnection connection, Command at) {
        return at == Command.GREETING
                || (at == Command.STARTTLS && connection.key().isTlsFromTheFirstByte());
    }

    /** Some servers count connections only when there is a mail; who closes a connection tells of that one. */
    private static boolean isOfAllConnections(Reply reply) {
        return !reply.isPermanent()
                && reply.code() != CLOSING
                && reply.subject().filter(TOO_MANY_AT_ONCE::equals).isPresent();
    }

    /** Whether the server knew of recipient or content when it said this: others may be welcome. */
    static boolean mayBeOfTheMail(Reply reply) {
        return reply.to() == Command.RCPT || reply.to() == Command.DATA || reply.to() == Command.END;
    }

    /** What may be said to this about the mails of a connection. */
    private static Pattern quota(Command to) {
        return switch (to) {
            case MAIL, RCPT, DATA -> QUOTA;
            case GREETING, EHLO, STARTTLS, AUTH, END, OTHER -> CLEAR_QUOTA;
        };
    }

    /** Whether it is a refusal of a login that tells nothing of other logins: the server cannot look at it just now (RFC 4954 §6). */
    static boolean isOfOneLogin(Reply reply) {
        return reply.to() == Command.AUTH
                && reply.code() != CLOSING
                && reply.subject().filter(TOO_MANY_AT_ONCE::equals).isEmpty()
                && !saysConnections(reply);
    }

    private static boolean saysConnections(Reply reply) {
        return CONNECTIONS.matcher(reply.words()).find();
    }

    /** What is said to MAIL comes before the server knows the mail; only who the sender is may be what it does not like. */
    private static boolean isOfTheConnection(Reply reply, SmtpFailure failure) {
        boolean early = reply.to() == Command.MAIL && failure.kind() != Kind.SENDER_REFUSED;
        return early
                || reply.code() == CLOSING
                || reply.code() == LOGIN_REQUIRED
                || reply.subject().filter(TOO_MANY::equals).isPresent()
                || quota(reply.to()).matcher(reply.words()).find();
    }
}
