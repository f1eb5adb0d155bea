package io.github.emailotp.server.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The mails of one server, in the order of their arrival. Safe for use by several threads. */
final class Mailbox {

    private final List<ReceivedMail> mails = new ArrayList<>();

    synchronized void add(ReceivedMail mail) {
        mails.add(mail);
        notifyAll();
    }

    synchronized List<ReceivedMail> mails() {
        return List.copyOf(mails);
    }

    synchronized List<ReceivedMail> mailsTo(String address) {
        return mails.stream().filter(mail -> mail.envelope().isTo(address)).toList();
    }

    synchronized void clear() {
        mails.clear();
    }

    synchronized ReceivedMail await(String address, int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (mailsTo(address).size() < count) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("%d mails to %s within %d s expected; mails by recipient: %s"
                        .formatted(count, address, patience.toSeconds(), mailsByRecipient()));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for mail", e);
            }
        }
        return mailsTo(address).get(count - 1);
    }

    private Object mailsByRecipient() {
        return mails.stream()
                .flatMap(mail -> mail.envelope().to().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
