package io.github.emailotp.storage;

import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was claimed for one mail, as a text that a challenge can carry.
 *
 * @param mailbox the name of the mailbox's record
 * @param id of the mail in it
 * @param client where it was counted for a client network, if it was
 * @param realm where it was counted for the realm, if it was
 */
record PermitText(String mailbox, String id, Optional<Counted> client, Optional<Counted> realm) {

    private static final String NOWHERE = "-";

    /**
     * A place in a {@link CountRecord}.
     *
     * @param name of the record
     * @param part of the window
     * @param lifespan of the record
     * @param mark of the change that counted it
     */
    record Counted(String name, long part, Duration lifespan, String mark) {

        /** A place that is not taken yet. */
        static Counted at(String name, RateLimit limit, Instant now) {
            return new Counted(
                    name, CountRecord.part(limit, now), limit.window().multipliedBy(2), Claims.mark());
        }

        /** The mark of the change that gives it back. */
        String markGivenBack() {
            return mark.isEmpty() ? Claims.mark() : "-" + mark;
        }

        private static Optional<Counted> parse(String text) {
            if (text.equals(NOWHERE)) {
                return Optional.empty();
            }
            String[] parts = text.split(",", -1);
            // A node of an earlier build knows no marks: then it can only be told that the place was taken.
            String mark = parts.length > 3 ? parts[3] : "";
            return Optional.of(new Counted(
                    parts[0], Long.parseLong(parts[1]), Duration.ofSeconds(Long.parseLong(parts[2])), mark));
        }

        @Override
        public String toString() {
            return name + "," + part + "," + lifespan.toSeconds() + "," + mark;
        }
    }

    static PermitText of(String mailbox, String id) {
        return new PermitText(mailbox, id, Optional.empty(), Optional.empty());
    }

    /** The same places, for another mail. */
    PermitText named(String other) {
        return new PermitText(mailbox, other, client, realm);
    }

    List<Counted> places() {
        return Stream.of(client, realm).flatMap(Optional::stream).toList();
    }

    /** Counted for this limit, too. */
    PermitText with(Limit limit, Counted place) {
        return limit == Limit.CLIENT
                ? new PermitText(mailbox, id, Optional.of(place), realm)
                : new PermitText(mailbox, id, client, Optional.of(place));
    }

    static PermitText parse(String text) {
        String[] parts = text.split(" ", -1);
        return new PermitText(parts[0], parts[1], Counted.parse(parts[2]), Counted.parse(parts[3]));
    }

    @Override
    public String toString() {
        return String.join(
                " ",
                mailbox,
                id,
                client.map(Counted::toString).orElse(NOWHERE),
                realm.map(Counted::toString).orElse(NOWHERE));
    }
}
