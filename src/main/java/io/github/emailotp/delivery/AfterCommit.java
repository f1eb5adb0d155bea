package io.github.emailotp.delivery;

import io.github.emailotp.delivery.Outbox.Place;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;

/**
 * Puts a mail into the outbox once its request has committed, so that nobody has a code whose challenge was rolled back. It may
 * hold the answer back for the mail's first news: by then the request has no transaction any more, and no connection to the database.
 */
final class AfterCommit extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(AfterCommit.class);

    private final Outbox outbox;
    private final Place place;
    private final MailJob job;
    private final Duration hold;

    /**
     * What follows a request.
     *
     * @param hold how long the answer is held back at most; if not zero, the outbox has said that it {@linkplain Outbox#mayWait may be}
     */
    AfterCommit(Outbox outbox, Place place, MailJob job, Duration hold) {
        this.outbox = outbox;
        this.place = place;
        this.job = job;
        this.hold = hold;
    }

    @Override
    protected void commitImpl() {
        try {
            place.use(job);
            if (!hold.isZero() && !job.news().await(hold)) {
                LOG.debugf("An answer has waited in vain for %s", hold);
            }
        } finally {
            letGo();
        }
    }

    @Override
    protected void rollbackImpl() {
        try {
            place.leave();
            job.unsent();
        } finally {
            letGo();
        }
    }

    private void letGo() {
        if (!hold.isZero()) {
            outbox.waitsNoMore();
        }
    }
}
