package io.github.emailotp.otp;

/** Everything that can become of a request. Every flow answers each of them in an exhaustive switch. */
public enum Outcome {

    /** The first code of the login was mailed without being asked for. */
    SENT,
    /** A code was mailed because the person asked for it; those before it stay good until they expire or are replaced. */
    RESENT,
    /** Nothing happened: the pending challenge is shown again. */
    SHOWN,
    /** The mail could not be sent: nothing is remembered as sent, and no wait is imposed. */
    SEND_FAILED,
    /** The next mail may not be sent yet. */
    TOO_SOON,
    /** A code was mailed in this session, but the login has been started again since: a new one may not be sent yet. */
    STARTED_AGAIN,
    /** An answer or a look came, but no code is pending. */
    NO_CODE,
    /** The account's address is no longer the one the codes were mailed to: they are void. */
    ADDRESS_CHANGED,
    /** Too many mails have been sent; codes sent before stay good. */
    OVER_QUOTA,
    /** Too many answers were wrong, over all logins of the account: none is looked at until the wait is over. */
    WAITING,
    /** So many answers were wrong that the step is disabled for the account until an administrator clears it. */
    DISABLED,
    /** The budgets cannot be asked: nothing was sent and nothing was compared. */
    UNAVAILABLE,
    /** The account has no address. */
    UNREACHABLE,
    /** The answer is empty. */
    MISSING,
    /** The answer cannot be a code; it costs no try. */
    MALFORMED,
    /** The answer was compared and is wrong; with no try left, the challenge is over. */
    WRONG,
    /** All tries are used: the answer was not looked at. */
    TOO_MANY_TRIES,
    /** The right code, but its lifetime is over. */
    EXPIRED,
    /** The right code, but {@value OtpPolicy#MAX_LIVE_CODES} newer ones have been mailed. */
    REPLACED,
    /** The right code, but another request has used it. */
    ALREADY_USED,
    /** The account is locked or disabled: nothing was sent and nothing was compared. */
    BARRED,
    /** The right code: the challenge is over, and this request alone has passed it. */
    ACCEPTED
}
