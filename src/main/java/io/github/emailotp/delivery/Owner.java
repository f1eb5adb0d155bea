package io.github.emailotp.delivery;

import io.github.emailotp.smtp.ServerName;
import io.github.emailotp.smtp.TokenHost;
import org.keycloak.models.RealmModel;

/**
 * Whose jobs take turns: a realm, as long as it keeps its mail server. What is known of one server tells nothing of the next.
 *
 * @param realm the realm's id
 * @param server what is the same for all realms that use this mail server: its host and port. Logs name it, too
 * @param tokenHost the host that gives the tokens for its logins; empty where there are none
 */
record Owner(String realm, String server, String tokenHost) {

    /** One that logs in without a token. */
    Owner(String realm, String server) {
        this(realm, server, "");
    }

    /** The owner of this realm's mails; where the settings name no server, the realm has one of its own. */
    static Owner of(RealmModel realm) {
        String server = ServerName.of(realm.getSmtpConfig())
                .map(ServerName::toString)
                .orElseGet(() -> "of realm " + realm.getId());
        return new Owner(
                realm.getId(), server, TokenHost.of(realm.getSmtpConfig()).orElse(""));
    }

    /**
     * What its mails share with those of other realms on their way: who waits for a token keeps nobody from the server who needs none.
     */
    String way() {
        return tokenHost.isEmpty() ? server : server + " with a token of " + tokenHost;
    }
}
