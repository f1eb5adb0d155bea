package io.github.emailotp.flow.report;

import io.github.emailotp.storage.trusted.TrustedBrowserCredentialProviderFactory;
import io.github.emailotp.storage.trusted.TrustedBrowsers;
import java.util.function.ToIntFunction;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/**
 * The browsers that an account trusts: which of them the owner's are, nobody knows any more.
 *
 * @param event of the owner; it is only read
 */
record Trust(TrustedBrowsers browsers, EventBuilder event) {

    /**
     * Takes some away, and tells of each.
     *
     * @param removal answers how many
     */
    void end(ToIntFunction<TrustedBrowsers> removal) {
        int gone = removal.applyAsInt(browsers);
        for (int i = 0; i < gone; i++) {
            event.clone()
                    .event(EventType.REMOVE_CREDENTIAL)
                    .detail(Details.CREDENTIAL_TYPE, TrustedBrowserCredentialProviderFactory.ID)
                    .success();
        }
    }
}
