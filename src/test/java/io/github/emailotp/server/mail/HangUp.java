package io.github.emailotp.server.mail;

import io.github.emailotp.server.mail.MailServer.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** Closes a new connection without a word while the server is told to {@link Response#HANG_UP}. */
record HangUp(Supplier<Response> response) implements SessionHandler {

    @Override
    public SessionAcceptance accept(Session session) {
        if (response.get() != Response.HANG_UP) {
            return SessionAcceptance.success();
        }
        try {
            session.getSocket().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SessionAcceptance.failure(421, "Closing");
    }

    @Override
    public void onSessionEnd(Session session) {
        // Sessions are not counted.
    }
}
