package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * What the mail that is next brings along.
 *
 * @param conversation the time that it has
 * @param timeouts the time that each step has
 * @param isRehearsal whether it is only to be found out whether the mail server would take it
 */
record Talk(Conversation conversation, Timeouts timeouts, boolean isRehearsal) {

    static final Talk NONE = new Talk(new Conversation(System::nanoTime, Duration.ZERO), Timeouts.NONE, false);

    /** Something is written now. */
    void allowWriting() {
        conversation.allow(timeouts.write());
    }

    /** The answer to this is waited for now. */
    void allowAnswer(Command command) {
        if (command.isLaborious()) {
            conversation.allowTheRest();
        } else {
            allowAnswer();
        }
    }

    /** An answer is waited for now. */
    void allowAnswer() {
        conversation.allow(timeouts.answer());
    }

    /** Whether it has come to an end because it took too long. */
    boolean isCut() {
        return conversation.wasCut() || conversation.isOver();
    }

    /** Nothing is begun that comes too late. */
    void requireTime() throws MessagingException {
        if (conversation.isOver()) {
            throw new MessagingException("too late for this mail", new SocketTimeoutException());
        }
    }
}
