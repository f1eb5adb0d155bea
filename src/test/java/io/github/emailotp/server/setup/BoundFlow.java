package io.github.emailotp.server.setup;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.TestRealm;

/** A copy of Keycloak's own browser flow with a set-up, bound as the realm's browser flow until {@link #close()}. */
record BoundFlow(TestRealm realm, String before, FlowEditor editor) implements AutoCloseable {

    private static final String NAME = "browser copy";

    /** In the realm as it is. */
    static BoundFlow of(TestRealm realm, SetUp setUp) {
        return of(realm, setUp, RealmAge.MADE_NOW);
    }

    static BoundFlow of(TestRealm realm, SetUp setUp, RealmAge age) {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser", NAME);
        age.on(copy);
        setUp.steps().accept(copy);
        String before = realm.admin().get(realm.name()).required("browserFlow").asText();
        bind(realm, NAME);
        return new BoundFlow(realm, before, copy);
    }

    @Override
    public void close() {
        bind(realm, before);
        editor.delete();
    }

    private static void bind(TestRealm realm, String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", flow));
    }
}
