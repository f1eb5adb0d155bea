package io.github.emailotp.server.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.AdminCommandLine;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.RealmKeys;
import io.github.emailotp.server.harness.TestRealm;
import java.nio.file.Path;

/** A realm that has nothing but what Keycloak gives it, for the documentation's commands. */
public final class EmptyRealm {

    private final TestRealm other;
    private final AdminApi admin;
    private final AdminCommandLine kcadm;

    /**
     * Not there yet.
     *
     * @param folder for what the command line remembers
     */
    public EmptyRealm(TestRealm other, KeycloakServer server, Path folder) {
        this.other = other;
        this.admin = other.admin();
        this.kcadm = new AdminCommandLine(server, folder);
    }

    public void make() {
        admin.importRealm(RealmKeys.in(JsonNodeFactory.instance
                .objectNode()
                .put("realm", DocumentedLines.REALM)
                .put("enabled", true)));
        kcadm.logIn();
    }

    public void delete() {
        admin.delete(DocumentedLines.REALM);
    }

    /** Runs the lines of these sections, one after the other; answers what they print. */
    public String run(String... sections) {
        StringBuilder lines = new StringBuilder();
        for (String section : sections) {
            lines.append(DocumentedLines.of(section));
        }
        return kcadm.runLines(lines.toString());
    }

    /** The realm with an application to log in to, and a mail server. */
    public TestRealm forLogins() {
        return other.sibling(DocumentedLines.REALM);
    }

    /**
     * What the administrator sees of it.
     *
     * @param path behind the realm's own; begins with a slash, or is empty
     */
    public JsonNode get(String path) {
        return admin.get(DocumentedLines.REALM + path);
    }
}
