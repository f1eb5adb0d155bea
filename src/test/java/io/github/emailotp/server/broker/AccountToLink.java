package io.github.emailotp.server.broker;

import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An account, and a provider from which people come who want it. */
abstract class AccountToLink {

    final KeycloakServer server;
    final TestRealm realm;
    final MailServer mail;
    final LinkingRealm linking;
    TestUser owner;

    AccountToLink(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.linking = new LinkingRealm(server, realm);
    }

    @BeforeEach
    void comeFromAProvider() {
        linking.open();
        owner = linking.newOwner();
    }

    @AfterEach
    void comeFromNoProvider() {
        linking.close();
    }
}
