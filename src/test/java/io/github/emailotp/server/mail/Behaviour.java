package io.github.emailotp.server.mail;

import io.github.emailotp.server.mail.MailServer.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.subethamail.smtp.server.Session;

/** What a server does at the moment. Safe for use by several threads. */
final class Behaviour {

    private Response response = Response.ACCEPT;

    synchronized Response response() {
        return response;
    }

    synchronized void become(Response next) {
        response = next;
        notifyAll();
    }

    /** Says nothing, as long as the server behaves like this. */
    synchronized void awaitEndOf(Response silence) {
        try {
            while (response == silence) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void hangUp(Session session) {
        try {
            session.getSocket().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
