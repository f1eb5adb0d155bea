package io.github.emailotp.server.mail;

import io.github.emailotp.server.mail.MailServer.Response;
import java.util.concurrent.atomic.AtomicInteger;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** What a client meets first: the server's greeting, silence, or a closed connection. */
record Greeting(Behaviour behaviour, AtomicInteger connections) implements SessionHandler {

    @Override
    public SessionAcceptance accept(Session session) {
        connections.incrementAndGet();
        behaviour.awaitEndOf(Response.SILENT);
        if (behaviour.response() != Response.HANG_UP) {
            return SessionAcceptance.success();
        }
        Behaviour.hangUp(session);
        return SessionAcceptance.failure(421, "Closing");
    }

    @Override
    public void onSessionEnd(Session session) {
        // Sessions are not counted.
    }
}
