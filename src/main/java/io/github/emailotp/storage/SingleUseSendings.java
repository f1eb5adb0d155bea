package io.github.emailotp.storage;

import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sendings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * How far mails have got, in Keycloak's cluster cache for single-use objects: each node sees what another has sent. Nothing
 * is decided by it but what people are told and whether a failed mail is charged, so where the cache fails, nothing is
 * known.
 */
public final class SingleUseSendings implements Sendings {

    private static final Logger LOG = Logger.getLogger(SingleUseSendings.class);
    private static final String KIND = "sending";
    private static final String STAGE = "stage";
    private static final String AT = "at";
    private static final String REMEMBERED = "remembered";
    private static final String REASON = "reason";

    private final SingleUseObjectProvider objects;
    private final Clock clock;

    public SingleUseSendings(SingleUseObjectProvider objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
    }

    /** A state that is to come, as a pretended sending has it, has not come yet. */
    @Override
    public Optional<Sending> find(String id) {
        try {
            return Optional.ofNullable(objects.get(HashedName.of(KIND, id))).map(notes -> {
                Sending state = read(notes);
                return state.at().isAfter(clock.instant())
                        ? new Sending(Sending.Stage.WAITING, instant(notes.get(REMEMBERED)), "")
                        : state;
            });
        } catch (RuntimeException e) {
            LOG.debug("How far a mail has got is not known", e);
            return Optional.empty();
        }
    }

    /** Remembers a state in place of any earlier one, with the commit of the session's transaction. */
    public void remember(String id, Sending state, Duration lifespan) {
        objects.put(
                HashedName.of(KIND, id),
                Math.max(1, lifespan.toSeconds()),
                Map.of(
                        STAGE,
                        state.stage().name(),
                        AT,
                        Long.toString(state.at().toEpochMilli()),
                        REMEMBERED,
                        Long.toString(clock.millis()),
                        REASON,
                        state.reason()));
    }

    private static Sending read(Map<String, String> notes) {
        return new Sending(Sending.Stage.valueOf(notes.get(STAGE)), instant(notes.get(AT)), notes.get(REASON));
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
