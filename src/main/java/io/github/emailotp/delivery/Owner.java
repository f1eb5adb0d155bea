package io.github.emailotp.delivery;

import io.github.emailotp.smtp.ServerName;
import org.keycloak.models.RealmModel;

/**
 * Whose jobs take turns: a realm, as long as it keeps its mail server. What is known of one server tells nothing of the next.
 *
 * @param realm the realm's id
 * @param server what is the same for all realms that use this mail server: its host and port. Logs name it, too
 */
record Owner(String realm, String server) {

    /** The owner of this realm's mails; where the settings name no server, the realm has one of its own. */
    static Owner of(RealmModel realm) {
        String server = ServerName.of(realm.getSmtpConfig())
                .map(ServerName::toString)
                .orElseGet(() -> "of realm " + realm.getId());
        return new Owner(realm.getId(), server);
    }
}
