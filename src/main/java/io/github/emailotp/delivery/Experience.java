package io.github.emailotp.delivery;

import io.github.emailotp.smtp.SmtpFailure;
import io.github.emailotp.smtp.SmtpFailure.Met;
import io.github.emailotp.smtp.SmtpFailure.Scope;
import java.time.Clock;

/**
 * What this node learns from the fate of a mail: what others of its realm that are only rehearsed fail with, and when the log is to tell of
 * an outage.
 */
record Experience(Owner owner, MailOrder.Intent intent, Clock clock) {

    /** An attempt has failed, of itself or with this, which others know. */
    void failed(SmtpFailure failure, Throwable known) {
        if (intent == MailOrder.Intent.SEND) {
            Lessons.OF_THIS_NODE.learn(owner.realm(), failure.scope(), known);
        }
    }

    /** There will be another attempt. A limit is no outage, and a pause is told of once. */
    void retried(SmtpFailure failure, Throwable known, boolean told) {
        boolean limited = SmtpFailure.of(known).met() == Met.A_LIMIT;
        if (failure.scope() == Scope.THE_SERVICE && !limited && !(told && failure.met() == Met.A_PAUSE)) {
            Outages.OF_THIS_NODE.failed(owner, failure.description(), clock.instant());
        }
    }

    /** The mail server has taken it. */
    void handedOver() {
        if (intent == MailOrder.Intent.SEND) {
            Outages.OF_THIS_NODE.over(owner, clock.instant());
            Lessons.OF_THIS_NODE.over(owner.realm());
        }
    }
}
