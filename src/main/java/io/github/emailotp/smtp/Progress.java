package io.github.emailotp.smtp;

import java.util.Optional;

/**
 * How far a conversation has come.
 *
 * @param at the command whose answer came last, or is waited for
 * @param refusal the answer, if it was a refusal
 * @param hungUp whether the server has ended the connection, or says what is no SMTP
 * @param tooLate whether it took too long
 * @param lacksLogin whether there is a login that was not said, or not yet
 */
record Progress(Command at, Optional<Reply> refusal, boolean hungUp, boolean tooLate, boolean lacksLogin) {}
