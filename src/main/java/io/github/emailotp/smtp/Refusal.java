package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpFailure.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a refusal means. Reply codes alone mean little: servers answer 550 to a mailbox that is not there, to a client that
 * they do not like and to a sender that is not theirs. So it depends on the command (RFC 5321 §4.3.2), then on the enhanced
 * status code (RFC 3463), and where there is none, on the words; in doubt, it is no more than a refusal.
 */
final class Refusal {

    /** RFC 4954 §6: authentication required, mechanism too weak, credentials invalid, encryption required. */
    private static final List<Integer> LOGIN_CODES = List.of(530, 534, 535, 538);

    /** RFC 4954 §6: the password must be changed before it works. With another enhanced code it is none of the login. */
    private static final int PASSWORD_TRANSITION = 432;

    private static final String PASSWORD_TRANSITION_NEEDED = "7.12";

    /** RFC 5321 §4.2.2: a syntax error in the arguments of EHLO, or arguments that are not accepted. */
    private static final List<Integer> BAD_ARGUMENT = List.of(501, 504);

    /** RFC 3463 §3.2 and RFC 7505, and what OpenSMTPD says of an unknown virtual user (2.4). */
    private static final Set<String> NO_MAILBOX = Set.of("1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "2.4");

    private static final String MAILBOX_FULL = "2.2";

    /** RFC 3463 §3.2; Exchange's 7.60 is "no permission to send as this sender". */
    private static final Set<String> SENDER = Set.of("1.7", "1.8", "7.60");

    private static final String SECURITY = "7.";

    private static final Pattern OF_RELAYING = Pattern.compile("relay(?!\\s+recipient)");
    private static final Pattern OF_THE_EHLO_NAME = Pattern.compile("\\b(helo|ehlo)\\b");

    /** Not where they say only that it goes back to the sender. */
    static final Pattern OF_THE_SENDER =
            Pattern.compile("(?<!\\bto |\\bto the )\\bsender\\b|\\bsend as\\b|\\bfrom address\\b");

    private static final Pattern OF_THE_LOGIN = Pattern.compile("authentication (is )?(required|needed)"
            + "|(must|please|need to) (first )?(authenticate|log ?in)|(not|wasn.?t) (been )?authenticated|requires? authentication"
            + "|not logged in");

    /** RFC 3207 §4 has the sentence of Sendmail and Postfix; others say it in their own words. */
    private static final Pattern OF_STARTTLS = Pattern.compile("must issue a starttls|starttls (is )?(required|needed)"
            + "|(requires?|must (first )?use|need(s? to use)?) starttls|starttls (command )?(must be )?first");

    /** Whatever else is said: these are about the client, its network, its rights or the content. */
    private static final Pattern NOT_OF_THE_MAILBOX =
            Pattern.compile("relay(?!\\s+recipient)|authenticat|\\bspf\\b|dkim|dmarc"
                    + "|polic|spam|black ?list|block|listed|reputation|virus|rejected by|too (large|big|long)|message size|per (hour|day|minute)"
                    + "|sending|daily|rate limit|too many");

    /** Hosts of lists of senders, of which the text may name nothing but an address. */
    private static final Pattern LIST =
            Pattern.compile("spamhaus|spamcop|barracudacentral|dnsbl|\\brbl\\b|uribl|surbl");

    private static final String BOX = "(user|mailbox|recipient|account|address|customer)";
    private static final Pattern NOBODY =
            Pattern.compile("(no such|no|unknown|invalid|bad|non-?existent|not a valid|not our)"
                    + "( local| virtual| valid)? " + BOX + "\\b|\\b" + BOX + "\\b.{0,40}\\b(unknown|not found|not known"
                    + "|does ?n.?t exist|does not exist|not exist|no longer|unavailable|not available|inactive|disabled|not here)"
                    + "|unrouteable address|no mailbox here");
    private static final Pattern FULL = Pattern.compile(
            "\\b" + BOX + "\\b.{0,40}\\b(full|over ?quota|quota|out of (space|storage))\\b|over ?quota|quota exceeded");

    private static final Set<Command> BEFORE_THE_RECIPIENT =
            EnumSet.of(Command.GREETING, Command.EHLO, Command.STARTTLS, Command.AUTH, Command.MAIL);

    private static final Set<Command> OF_THE_CONTENT = EnumSet.of(Command.DATA, Command.END);

    private final Reply reply;
    private final String words;

    private Refusal(Reply reply) {
        this.reply = reply;
        this.words = reply.words();
    }

    /** The failure that this refusal is. */
    static SmtpFailure meaning(Reply reply) {
        SmtpFailure failure = new SmtpFailure(new Refusal(reply).kind(), OptionalInt.of(reply.code()));
        if (BEFORE_THE_RECIPIENT.contains(reply.to())) {
            return new SmtpFailure(failure.kind(), failure.replyCode(), Scope.THE_SERVICE);
        }
        boolean ofTheContent = OF_THE_CONTENT.contains(reply.to())
                && failure.kind() != Kind.NO_MAILBOX
                && failure.kind() != Kind.MAILBOX_FULL;
        return ofTheContent ? new SmtpFailure(failure.kind(), failure.replyCode(), Scope.THE_CONTENT) : failure;
    }

    private Kind kind() {
        return switch (reply.to()) {
            case AUTH ->
                ofStarttls()
                        .or(this::ofTheLogin)
                        .or(this::ofRights)
                        .orElseGet(() -> reply.saysPermanent() ? Kind.AUTHENTICATION : plain());
            case MAIL ->
                ofStarttls()
                        .or(this::ofTheLogin)
                        .or(this::ofRights)
                        .or(this::ofTheEhloName)
                        .or(this::ofTheSender)
                        .orElseGet(this::plain);
            case RCPT ->
                codedOfTheMailbox()
                        .or(this::ofStarttls)
                        .or(this::ofTheLogin)
                        .or(this::ofTheEhloName)
                        .or(this::ofTheSender)
                        .or(this::saidOfTheMailbox)
                        .orElseGet(this::plain);
            case END -> codedOfTheMailbox().or(this::saidOfTheMailbox).orElseGet(this::plain);
            case EHLO ->
                BAD_ARGUMENT.contains(reply.code())
                        ? Kind.EHLO_NAME
                        : ofTheEhloName().orElseGet(this::plain);
            case GREETING, STARTTLS, DATA, OTHER -> plain();
        };
    }

    private Kind plain() {
        return reply.isPermanent() ? Kind.PERMANENT_REPLY : Kind.TRANSIENT_REPLY;
    }

    /** That the connection is not encrypted. */
    private Optional<Kind> ofStarttls() {
        return reply.saysPermanent() && says(OF_STARTTLS) ? Optional.of(Kind.STARTTLS_REQUIRED) : Optional.empty();
    }

    /** That a login is missing or of no use, which some say as if it were for now. */
    private Optional<Kind> ofTheLogin() {
        boolean code = LOGIN_CODES.contains(reply.code()) || isPasswordTransition();
        boolean said = reply.isPermanent() && says(OF_THE_LOGIN) && !says(OF_THE_SENDER);
        return code || said ? Optional.of(Kind.AUTHENTICATION) : Optional.empty();
    }

    private boolean isPasswordTransition() {
        return reply.code() == PASSWORD_TRANSITION
                && reply.subject().map(PASSWORD_TRANSITION_NEEDED::equals).orElse(true);
    }

    /** The same in codes; where a recipient was named, it may be about that one. */
    private Optional<Kind> ofRights() {
        boolean secure = !reply.isPermanent() && reply.saysPermanent() && subjectBegins(SECURITY);
        return secure ? Optional.of(Kind.AUTHENTICATION) : Optional.empty();
    }

    /** Many servers look at the name only when they hear of a sender or recipient. */
    private Optional<Kind> ofTheEhloName() {
        return reply.isPermanent() && says(OF_THE_EHLO_NAME) ? Optional.of(Kind.EHLO_NAME) : Optional.empty();
    }

    private Optional<Kind> ofTheSender() {
        boolean said = reply.subject().filter(SENDER::contains).isPresent() || says(OF_THE_SENDER);
        return reply.isPermanent() && said ? Optional.of(Kind.SENDER_REFUSED) : Optional.empty();
    }

    /** The enhanced code decides where there is one, whatever is said; but who refuses to relay knows no mailboxes. */
    private Optional<Kind> codedOfTheMailbox() {
        Optional<String> subject = reply.subject().filter(code -> !says(OF_RELAYING));
        if (subject.filter(MAILBOX_FULL::equals).isPresent()) {
            return Optional.of(Kind.MAILBOX_FULL);
        }
        return subject.filter(NO_MAILBOX::contains)
                .filter(code -> reply.isPermanent())
                .map(code -> Kind.NO_MAILBOX);
    }

    private Optional<Kind> saidOfTheMailbox() {
        if (reply.subject().isPresent() || says(NOT_OF_THE_MAILBOX) || reply.names(LIST)) {
            return Optional.empty();
        }
        if (says(FULL)) {
            return Optional.of(Kind.MAILBOX_FULL);
        }
        return reply.isPermanent() && says(NOBODY) ? Optional.of(Kind.NO_MAILBOX) : Optional.empty();
    }

    private boolean subjectBegins(String prefix) {
        return reply.subject().filter(subject -> subject.startsWith(prefix)).isPresent();
    }

    private boolean says(Pattern pattern) {
        return pattern.matcher(words).find();
    }
}
