package io.github.emailotp.server.named;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import java.util.Map;

/**
 * Somebody who types a name, in a browser of their own.
 *
 * @param kind of whom it is the name
 * @param door where they type it
 */
record Somebody(String kind, String name, LoginClient client, NamedRealm door) {

    static Somebody at(TestRealm realm, NamedRealm door, String kind, String name, String language) {
        LoginClient client = realm.newClient();
        door.lead(client, Map.of("ui_locales", language));
        return new Somebody(kind, name, client, door);
    }

    Page typesTheName() {
        return NamedRealm.name(client, name);
    }

    /** Follows the way back to the beginning, and from there to the page that asks for a name. */
    void beginsAnew() {
        client.restart();
        door.leadOn(client);
    }

    /** What they are told. */
    Likeness sees() {
        return Likeness.of(client, name);
    }

    @Override
    public String toString() {
        return kind;
    }
}
