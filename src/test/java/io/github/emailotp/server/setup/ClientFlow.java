package io.github.emailotp.server.setup;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.TestRealm;
import java.util.Map;

/** A browser flow that {@code test-app} has to itself until {@link #close()}. */
record ClientFlow(TestRealm realm) implements AutoCloseable {

    private static final String CLIENT = "test-app";

    static ClientFlow of(TestRealm realm, String alias) {
        override(realm, idOf(realm, alias));
        return new ClientFlow(realm);
    }

    @Override
    public void close() {
        override(realm, "");
    }

    private static String idOf(TestRealm realm, String alias) {
        for (JsonNode flow : realm.admin().get(realm.name() + "/authentication/flows")) {
            if (flow.required("alias").asText().equals(alias)) {
                return flow.required("id").asText();
            }
        }
        throw new AssertionError("no flow " + alias);
    }

    private static void override(TestRealm realm, String flow) {
        JsonNode client =
                realm.admin().get(realm.name() + "/clients?clientId=" + CLIENT).get(0);
        realm.admin()
                .put(
                        realm.name() + "/clients/" + client.required("id").asText(),
                        Map.of("clientId", CLIENT, "authenticationFlowBindingOverrides", Map.of("browser", flow)));
    }
}
