package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Why a mail could not be sent, without the words of the server, which like to repeat addresses.
 *
 * @param kind what happened
 * @param replyCode the three digits of the SMTP reply that refused (RFC 5321 §4.2), empty if there was none
 * @param scope what it tells of other mails
 * @param origin what has made it
 * @param met what the mail came upon
 * @param pause how long others come upon the same; zero if that is not known
 */
public record SmtpFailure(Kind kind, OptionalInt replyCode, Scope scope, Origin origin, Met met, Duration pause) {

    /** What a failure tells of other mails over the same server. */
    public enum Scope {
        /** Nothing: it is about this mail, or nobody knows. */
        THE_MAIL,
        /** They would fail too: it came before the server knew whom the mail is for. */
        THE_SERVICE,
        /** They may fail too: the server looked at what the mail says, and all of them say the same. */
        THE_CONTENT
    }

    /** What has made a mail fail. */
    public enum Origin {
        /** The mail server, with its answer or with none. */
        THE_SERVER,
        /** What comes before the mail server is asked. */
        ELSEWHERE,
        /** The mail's deadline: it left less time for an answer than there is for other mails. */
        THE_DEADLINE
    }

    /** What a mail came upon that was not sent. */
    public enum Met {
        /** Whatever it is: the mail was tried as far as it went. */
        ITS_END,
        /** A limit of the server, for which it was refused itself: it may be tried again, and another may be the next. */
        A_LIMIT,
        /** Silence: what it needs gave no answer in the time that it had. */
        SILENCE,
        /** The pause that the refusal of another, or of its connection, has begun: it was not tried. */
        A_PAUSE
    }

    /** The kinds of failure; each is described for administrators, and names the part that is wrong. */
    public enum Kind {
        UNREACHABLE(
                Scope.THE_SERVICE,
                "the mail server could not be reached, or the connection broke before the mail was complete"),
        TIMEOUT(Scope.THE_SERVICE, "the mail server did not answer in time, before the mail was complete"),
        BUSY(Scope.THE_MAIL, Origin.ELSEWHERE, "all connections to the mail server were in use for too long"),
        NOT_NOW(Scope.THE_SERVICE, "the mail server takes no more connections or mails just now"),
        TLS(
                Scope.THE_SERVICE,
                "no trusted TLS connection to the mail server could be made: look at its certificate and the truststore"),
        STARTTLS_MISSING(Scope.THE_SERVICE, "STARTTLS is enabled, but the mail server does not offer it"),
        STARTTLS_REQUIRED(Scope.THE_SERVICE, "the mail server takes mails over STARTTLS only: enable it"),
        EHLO_NAME(Scope.THE_SERVICE, "the mail server does not accept the name that the EHLO command says"),
        AUTHENTICATION(Scope.THE_SERVICE, "the mail server did not accept the login"),
        NO_LOGIN_METHOD(
                Scope.THE_SERVICE,
                "the mail server offers no method for this kind of login; some do over STARTTLS only"),
        TOKEN_UNAVAILABLE(Scope.THE_SERVICE, Origin.ELSEWHERE, "the token for the login could not be fetched for now"),
        TOKEN_REFUSED(Scope.THE_SERVICE, Origin.ELSEWHERE, "the token for the login was refused"),
        SENDER_REFUSED(Scope.THE_SERVICE, "the mail server does not accept the address of the sender"),
        TRANSIENT_REPLY(Scope.THE_MAIL, "the mail server refused the mail for now"),
        PERMANENT_REPLY(Scope.THE_MAIL, "the mail server refused the mail"),
        NO_MAILBOX(Scope.THE_MAIL, "the mail server knows no such mailbox"),
        MAILBOX_FULL(Scope.THE_MAIL, "the mailbox is full"),
        MAYBE_ACCEPTED(Scope.THE_MAIL, "the mail server did not confirm the complete mail, and may deliver it"),
        BAD_ADDRESS(Scope.THE_MAIL, Origin.ELSEWHERE, "the recipient has no valid email address"),
        BAD_CONFIGURATION(Scope.THE_SERVICE, Origin.ELSEWHERE, "the email settings cannot be used"),
        NOT_READY(Scope.THE_SERVICE, Origin.ELSEWHERE, "vault, truststore or sender failed before anything was sent"),
        OTHER(Scope.THE_MAIL, "the mail could not be sent");

        private final Scope scope;
        private final Origin origin;
        private final String description;

        /** What the mail server has made, with the scope that it mostly has. */
        Kind(Scope scope, String description) {
            this(scope, Origin.THE_SERVER, description);
        }

        Kind(Scope scope, Origin origin, String description) {
            this.scope = scope;
            this.origin = origin;
            this.description = description;
        }

        /** A clause that begins with a small letter and names no address and no host. */
        public String description() {
            return description;
        }
    }

    private static final int FIRST_PERMANENT_CODE = 500;

    public SmtpFailure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(replyCode, "replyCode");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(met, "met");
        Objects.requireNonNull(pause, "pause");
    }

    /** A failure whose kind tells its origin. */
    SmtpFailure(Kind kind, OptionalInt replyCode, Scope scope) {
        this(kind, replyCode, scope, kind.origin, Met.ITS_END, Duration.ZERO);
    }

    /** A failure whose kind tells its scope. */
    SmtpFailure(Kind kind, OptionalInt replyCode) {
        this(kind, replyCode, kind.scope);
    }

    /** The same, of another origin. */
    SmtpFailure from(Origin other) {
        return new SmtpFailure(kind, replyCode, scope, other, met, pause);
    }

    /** No answer of who gives the tokens. */
    static SmtpFailure noToken() {
        return new SmtpFailure(Kind.TOKEN_UNAVAILABLE, OptionalInt.empty()).met(Met.SILENCE, Duration.ZERO);
    }

    /** This refusal is for a limit on mails in a time. What it tells of others stays. */
    SmtpFailure forALimit() {
        return new SmtpFailure(Kind.NOT_NOW, replyCode, scope, origin, Met.A_LIMIT, Duration.ZERO);
    }

    /** The same, for a limit that may not be the next one's. */
    SmtpFailure refusedItself() {
        return met(Met.A_LIMIT, Duration.ZERO);
    }

    /** What others come upon meanwhile, for so long. */
    SmtpFailure toOthers(Duration rest) {
        return met(Met.A_PAUSE, rest);
    }

    /** The same, which others come upon for so long. */
    SmtpFailure before(Duration rest) {
        return met(met, rest);
    }

    private SmtpFailure met(Met other, Duration rest) {
        return new SmtpFailure(kind, replyCode, scope, origin, other, rest);
    }

    static SmtpFailure of(Kind kind) {
        return new SmtpFailure(kind, OptionalInt.empty());
    }

    /**
     * The failure behind an exception of this sender, of Keycloak's own, or of another on jakarta.mail. A foreign exception
     * that does not tell how far the mail got counts as {@link Kind#MAYBE_ACCEPTED}.
     *
     * @param thrown what {@code EmailSenderProvider.send} threw, also wrapped
     */
    public static SmtpFailure of(Throwable thrown) {
        return FailureReader.read(thrown);
    }

    /** Whether the same mail may succeed a little later, and was certainly not accepted. */
    public boolean isRetryable() {
        return switch (kind) {
            case UNREACHABLE, TIMEOUT, BUSY, NOT_NOW, TOKEN_UNAVAILABLE, TRANSIENT_REPLY, NOT_READY -> true;
            case MAILBOX_FULL -> replyCode.isPresent() && replyCode.getAsInt() < FIRST_PERMANENT_CODE;
            case TLS,
                    STARTTLS_MISSING,
                    STARTTLS_REQUIRED,
                    EHLO_NAME,
                    AUTHENTICATION,
                    NO_LOGIN_METHOD,
                    TOKEN_REFUSED,
                    SENDER_REFUSED,
                    PERMANENT_REPLY,
                    NO_MAILBOX,
                    MAYBE_ACCEPTED,
                    BAD_ADDRESS,
                    BAD_CONFIGURATION,
                    OTHER -> false;
        };
    }

    /** Whether there was no connection to be had, or it was not the time for one, so that the mail has not been tried. */
    public boolean isUntried() {
        return kind == Kind.BUSY || kind == Kind.NOT_NOW || met == Met.A_PAUSE;
    }

    /** Whether what the mail needs gave no answer in the time that all mails have: others would wait for it as long. */
    public boolean isOfSilence() {
        return origin != Origin.THE_DEADLINE && (kind == Kind.TIMEOUT || met == Met.SILENCE);
    }

    /** Whether the mail may arrive all the same: sending it again may deliver it twice. */
    public boolean mayHaveBeenAccepted() {
        return kind == Kind.MAYBE_ACCEPTED;
    }

    /** The kind's description, with the reply code if there is one. */
    public String description() {
        return replyCode.isPresent() ? kind.description + " (reply " + replyCode.getAsInt() + ")" : kind.description;
    }
}
