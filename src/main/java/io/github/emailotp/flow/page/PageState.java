package io.github.emailotp.flow.page;

import io.github.emailotp.otp.SentCode;
import java.util.Locale;
import java.util.Optional;

/**
 * What a page is about: what the person can do now. The list is closed; {@code docs/page.md} has it as a table. A state is
 * the same whether scripts run or not, after a reload and in another tab, but for the sentence on what has just been done.
 */
public sealed interface PageState {

    /** A code can be right: the page has its field. */
    sealed interface WithField extends PageState {

        /** The newest code that can be right. */
        SentCode code();

        /** What there is to say at the field. */
        Optional<Sentence> told();
    }

    /** No code can be right: the page says why, and has no field. */
    sealed interface WithoutField extends PageState {

        Sentence why();
    }

    /** Type the code. */
    record Asking(SentCode code, Optional<Sentence> told) implements WithField {}

    /** No answer is looked at yet, but the code will still be good then. */
    record Paused(SentCode code, Optional<Sentence> told) implements WithField {}

    /** Every code is too old. */
    record Expired(Sentence why) implements WithoutField {}

    /** The mail will not arrive. */
    record Undelivered(Sentence why) implements WithoutField {}

    /** No code has been mailed, or none that is good for this account and address any more. */
    record NoCode(Sentence why) implements WithoutField {}

    /** This login is over. */
    record Ended(Sentence why) implements WithoutField {}

    /** The account cannot use mailed codes until an administrator allows it again. */
    record Disabled(Sentence why) implements WithoutField {}

    /** The account has no address. */
    record Unreachable(Sentence why) implements WithoutField {}

    /** As the template knows it, such as {@code asking}. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
