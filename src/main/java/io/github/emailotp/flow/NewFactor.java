package io.github.emailotp.flow;

import io.github.emailotp.storage.Enrolment;
import java.time.Instant;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/** Enrols the email code for whoever has shown the right one. */
final class NewFactor {

    private NewFactor() {}

    /** Answers whether that is stored; an event tells it. */
    static boolean enrol(Occasion occasion, Instant now) {
        EventBuilder event = occasion.event()
                .clone()
                .event(EventType.UPDATE_CREDENTIAL)
                .detail(Details.CREDENTIAL_TYPE, Enrolment.TYPE);
        // The code is bound to this address; the account may have another meanwhile.
        boolean isStored =
                new Enrolment(occasion.user()).renew(occasion.addressee().address(), now);
        if (isStored) {
            event.success();
        } else {
            event.error(Errors.NOT_ALLOWED);
        }
        return isStored;
    }
}
