package io.github.emailotp.server.mail;

import io.github.emailotp.server.mail.MailServer.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.server.Session;

/** What a server does at the moment. Safe for use by several threads. */
final class Behaviour {

    private Response response = Response.ACCEPT;
    private Duration delay = Duration.ZERO;

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

    synchronized void delay(Duration next) {
        delay = next;
        notifyAll();
    }

    /** As long as the delay is now, or, if it becomes shorter, no longer than that. */
    synchronized void awaitDelay() {
        long begun = System.nanoTime();
        try {
            Duration left = delay;
            while (left.compareTo(Duration.ZERO) > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left.toNanos());
                left = delay.minusNanos(System.nanoTime() - begun);
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
