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

    /** RFC 3463 §3.2 and §3.3: of an address, the sender's too, and of a mailbox. */
    private static final Pattern OF_AN_ADDRESS = Pattern.compile("[12]\\..*");

    /** Also domains may be called anything. */
    private static final Pattern NAME = Pattern.compile("\\b[\\w-]{1,63}(\\.[\\w-]{1,63})+");

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
            "too much (e-?)?mail|too many ((failed|bad|invalid) )?(messages?|(e-?)?mails?|transactions?|logins?|login attempts?|auth)");

    /** A server can also count what comes to one mailbox, and greylisting has its own pauses for each. */
    private static final Pattern OF_ONE_RECIPIENT =
            Pattern.compile("\\b(this|that|the|your) (user|recipient|mailbox)\\b|gr[ae]y-? ?list");

    /** A sender is one realm's, and the login may be that of many. */
    private static final Pattern OF_ONE_DOMAIN = Pattern.compile("\\bdomain\\b");

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
        String words = NAME.matcher(reply.words()).replaceAll(" ");
        boolean ofTheLogin = reply.to() == Command.AUTH;
        if (!ofTheLogin && (!OF_A_MAIL.contains(reply.to()) || isOfOneAddress(reply, words))) {
            return false;
        }
        return RATE.matcher(words).find()
                || ((ofTheLogin || !isKept) && TOO_MANY.matcher(words).find());
    }

    private static boolean isOfOneAddress(Reply reply, String words) {
        return OF_ONE_RECIPIENT.matcher(words).find()
                || OF_ONE_DOMAIN.matcher(words).find()
                || Refusal.OF_THE_SENDER.matcher(words).find()
                || reply.subject()
                        .filter(code -> OF_AN_ADDRESS.matcher(code).matches())
                        .isPresent();
    }
}
