package io.github.emailotp.smtp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Which command each answer over a connection belongs to, and what the last one was. Not thread-safe: its transport is locked. */
final class Transcript {

    private final Deque<Command> unanswered = new ArrayDeque<>();
    private Trace trace = Trace.NONE;
    private Command at = Command.GREETING;
    private Optional<Reply> refusal = Optional.empty();
    private boolean hungUp;
    private boolean hasAnswered;
    private boolean hasLogin;

    /** A connection is made. */
    void connect(Trace told) {
        trace = told;
        at = Command.GREETING;
        unanswered.clear();
        hasAnswered = false;
        hasLogin = false;
    }

    /** A mail is begun. */
    void begin() {
        refusal = Optional.empty();
        hungUp = false;
    }

    void forgetRefusal() {
        refusal = Optional.empty();
    }

    /** What is said without a command. */
    void isAt(Command step) {
        at = step;
    }

    Command at() {
        return at;
    }

    /** Whether the server talks SMTP over this connection. */
    boolean hasAnswered() {
        return hasAnswered;
    }

    /** Whether a login was said over this connection: Angus says none where the server does not offer it. */
    boolean hasLogin() {
        return hasLogin;
    }

    void written(Command command) {
        trace.said(command);
        hasLogin |= command == Command.AUTH;
        unanswered.add(command);
    }

    /** Answers what the next answer belongs to; a login takes several, to what Angus counts as no commands. */
    Command awaitsAnswer() {
        at = unanswered.isEmpty() ? at : unanswered.remove();
        return at;
    }

    /** The answer; a code below zero if there was none. */
    void answered(int code, String text) {
        hungUp = code < 0;
        hasAnswered |= at == Command.EHLO && !hungUp;
        Reply reply = new Reply(at, code, text);
        trace.answered(reply);
        refusal = reply.isRefusal() ? Optional.of(reply) : Optional.empty();
    }

    /** The first answer, though something else was to come before it. */
    void refusedAtOnce(String text) {
        at = Command.GREETING;
        answered(Integer.parseInt(text.substring(0, 3)), text);
    }

    Progress progress(boolean tooLate, boolean wantsLogin) {
        return new Progress(at, refusal, hungUp, tooLate, wantsLogin && !hasLogin);
    }
}
