package io.github.emailotp.storage;

import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sendings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How far mails have got, for all nodes. Nothing is decided by it but what people are told, and whether a mail is tried once more that
 * nobody needs, so where the cells fail, nothing is known.
 */
public final class SharedSendings implements Sendings {

    private static final Logger LOG = Logger.getLogger(SharedSendings.class);
    private static final String KIND = "sending";

    /** Whoever else writes tells an end, and tells it once. */
    private static final int MOST_CHANGES = 4;

    private final Cells cells;
    private final Clock clock;

    public SharedSendings(Cells cells, Clock clock) {
        this.cells = cells;
        this.clock = clock;
    }

    /** A state that is to come, as a pretended sending has it, has not come yet. */
    @Override
    public Optional<Sending> find(String id) {
        try {
            return cells.read(HashedName.of(KIND, id)).map(this::read);
        } catch (RuntimeException e) {
            LOG.debug("How far a mail has got is not known", e);
            return Optional.empty();
        }
    }

    private Sending read(String text) {
        Sending state = stored(text);
        return state.at().isAfter(clock.instant())
                ? new Sending(Sending.Stage.WAITING, instant(parts(text)[2]), "")
                : state;
    }

    /** Remembers a state in place of any earlier one, at once. */
    public void remember(String id, Sending state, Duration lifespan) {
        cells.write(HashedName.of(KIND, id), text(state), lifespan);
    }

    /** Remembers a state in place of an earlier one, unless that is an end, and answers whether it was none. */
    public boolean rememberUnlessOver(String id, Sending state, Duration lifespan) {
        String name = HashedName.of(KIND, id);
        String text = text(state);
        for (int change = 0; change < MOST_CHANGES; change++) {
            // Whoever is asked to write says what is there: a copy that is read may be behind.
            Optional<String> there = cells.create(name, text, lifespan).filter(other -> !other.equals(text));
            if (there.isEmpty()) {
                return true;
            }
            if (!stored(there.get()).isOnItsWay()) {
                return false;
            }
            if (cells.replace(name, there.get(), text, lifespan)) {
                return true;
            }
        }
        throw new IllegalStateException("changes are refused");
    }

    private String text(Sending state) {
        return String.join(
                " ",
                state.stage().name(),
                Long.toString(state.at().toEpochMilli()),
                Long.toString(clock.millis()),
                state.reason());
    }

    private static String[] parts(String text) {
        return text.split(" ", -1);
    }

    private static Sending stored(String text) {
        String[] parts = parts(text);
        return new Sending(Sending.Stage.valueOf(parts[0]), instant(parts[1]), parts[3]);
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
