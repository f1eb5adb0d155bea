package io.github.emailotp.server.first;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import java.util.Map;

/**
 * Somebody who types a name, in a browser of their own.
 *
 * @param kind of whom it is the name
 */
record Somebody(String kind, String name, LoginClient client) {

    static Somebody at(TestRealm realm, String kind, String name, String language) {
        LoginClient client = realm.newClient();
        client.openLogin(Map.of("ui_locales", language));
        return new Somebody(kind, name, client);
    }

    Page typesTheName() {
        return PasswordlessRealm.name(client, name);
    }

    /** What the page that they are on tells. */
    String sees() {
        return Likeness.of(client.page(), name);
    }

    @Override
    public String toString() {
        return kind;
    }
}
