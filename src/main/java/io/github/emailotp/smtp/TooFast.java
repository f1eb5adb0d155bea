package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a refusal of mails that come too fast from one of this mail. There is no code for it: servers say 421, 450, 451, 452 and 454, mostly
 * with 4.7.x, which others say for greylisting; so the words decide.
 */
final class TooFast {

    private static final String OF_THE_MAILBOX = "2.";

    private static final Set<Kind> NOW = EnumSet.of(Kind.TRANSIENT_REPLY, Kind.NOT_NOW);

    private static final Set<Command> OF_A_MAIL = EnumSet.of(Command.MAIL, Command.RCPT, Command.DATA, Command.END);

    private static final String WHILE =
            "\\b(per|an?|each|in (an?|one|\\d+)|within (an?|one|\\d+)) (second|minute|hour|day)s?\\b";

    /** Also over a connection that has carried mails: it is about time. */
    private static final Pattern RATE =
            Pattern.compile("\\brate[- ]?limit|\\brate\\b.{0,30}\\b(exceeded|reached|too high)"
                    + "|exceed\\w*.{0,40}\\brate\\b|throttl|too (fast|quickly|frequently)|slow down"
                    + "|(too (many|much)|limit|quota|exceed).{0,60}" + WHILE
                    + "|(sending|daily|hourly) (message |mail )?(limit|quota)");

    private static final Pattern TOO_MANY = Pattern.compile(
            "too much (e-?)?mail|too many (failed )?(messages?|(e-?)?mails?|transactions?|logins?|login attempts?|auth)");

    /** A server can also count what comes to one mailbox, and greylisting has its own pauses for each. */
    private static final Pattern OF_ONE_RECIPIENT =
            Pattern.compile("\\b(this|that|the|your) (user|recipient|mailbox)\\b|gr[ae]y-? ?list");

    private TooFast() {}

    /**
     * Whether the server would refuse other mails with this login, too, until some time has passed.
     *
     * @param isKept whether its connection has carried mails, and may be what has had too many
     */
    static boolean isSaidIn(Reply reply, SmtpFailure failure, boolean isKept) {
        if (reply.isPermanent() || !NOW.contains(failure.kind())) {
            return false;
        }
        String words = reply.words();
        boolean ofTheLogin = reply.to() == Command.AUTH;
        boolean ofOneRecipient = OF_ONE_RECIPIENT.matcher(words).find()
                || reply.subject()
                        .filter(code -> code.startsWith(OF_THE_MAILBOX))
                        .isPresent();
        if (!ofTheLogin && (!OF_A_MAIL.contains(reply.to()) || ofOneRecipient)) {
            return false;
        }
        return RATE.matcher(words).find()
                || ((ofTheLogin || !isKept) && TOO_MANY.matcher(words).find());
    }
}
