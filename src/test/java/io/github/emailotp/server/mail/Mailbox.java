package io.github.emailotp.server.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The mails of one server, in the order of their arrival, and whom it refused. Safe for use by several threads. */
final class Mailbox {

    private final List<ReceivedMail> mails = new ArrayList<>();

    /** The same mails: with hundreds of them, looking through all would take longer than sending one. */
    private final Map<String, List<ReceivedMail>> mailsByRecipient = new HashMap<>();

    private final Map<String, Integer> refusals = new HashMap<>();

    synchronized void add(ReceivedMail mail) {
        mails.add(mail);
        for (String recipient : mail.envelope().to()) {
            mailsByRecipient
                    .computeIfAbsent(key(recipient), none -> new ArrayList<>())
                    .add(mail);
        }
        notifyAll();
    }

    synchronized void refuse(String recipient) {
        refusals.merge(key(recipient), 1, Integer::sum);
    }

    synchronized int refusalsOf(String recipient) {
        return refusals.getOrDefault(key(recipient), 0);
    }

    synchronized List<ReceivedMail> mails() {
        return List.copyOf(mails);
    }

    synchronized List<ReceivedMail> mailsTo(String address) {
        return List.copyOf(mailsByRecipient.getOrDefault(key(address), List.of()));
    }

    synchronized void clear() {
        mails.clear();
        mailsByRecipient.clear();
        refusals.clear();
    }

    synchronized ReceivedMail await(String address, int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (mailsTo(address).size() < count) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("%d mails to %s within %d s expected; mails by recipient: %s"
                        .formatted(count, address, patience.toSeconds(), countByRecipient()));
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

    private Map<String, Integer> countByRecipient() {
        var counts = new TreeMap<String, Integer>();
        mailsByRecipient.forEach((recipient, all) -> counts.put(recipient, all.size()));
        return counts;
    }

    /** Letter case does not count. */
    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
