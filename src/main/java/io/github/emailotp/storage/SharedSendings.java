package io.github.emailotp.storage;

import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sendings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How far mails have got, for all nodes. Nothing is decided by it but what people are told, so where the cells fail, nothing is
 * known.
 */
public final class SharedSendings implements Sendings {

    private static final Logger LOG = Logger.getLogger(SharedSendings.class);
    private static final String KIND = "sending";

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
        String[] parts = text.split(" ", -1);
        Sending state = new Sending(Sending.Stage.valueOf(parts[0]), instant(parts[1]), parts[3]);
        return state.at().isAfter(clock.instant()) ? new Sending(Sending.Stage.WAITING, instant(parts[2]), "") : state;
    }

    /** Remembers a state in place of any earlier one, at once. */
    public void remember(String id, Sending state, Duration lifespan) {
        String text = String.join(
                " ",
                state.stage().name(),
                Long.toString(state.at().toEpochMilli()),
                Long.toString(clock.millis()),
                state.reason());
        cells.write(HashedName.of(KIND, id), text, lifespan);
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
