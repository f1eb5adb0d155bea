package io.github.emailotp.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.FreePort;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.ServerSetup;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Starts everything that it takes to log in with an emailed code, says what to open, and runs until Ctrl-C.
 *
 * <p>What is changed in the realm is kept until the next {@code mvnw clean}.
 */
public final class Demo {

    private static final String REALM = "demo";
    private static final String USER = "alice";

    private final DemoOptions options;
    private final PrintStream out;

    private Demo(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Takes no arguments; see {@link DemoOptions}.
     *
     * @throws IllegalStateException if Keycloak does not start, or ends by itself
     */
    public static void main(String[] args) throws InterruptedException {
        new Demo(DemoOptions.ofSystem(), System.out).run();
    }

    private void run() throws InterruptedException {
        if (options.account().isPresent()) {
            var account = options.account().get();
            runKeycloak(account.smtpSettings(), "your mailbox " + options.email() + ", sent through " + account);
            return;
        }
        try (var mail = MailServer.plain();
                var inbox = Inbox.open(mail, free(options.inboxPort(), "demo.inboxPort"))) {
            runKeycloak(mail.smtpSettings(), inbox.url());
        }
    }

    private void runKeycloak(Map<String, String> smtpSettings, String mailbox) throws InterruptedException {
        var build = ServerSetup.ofBuild();
        var setup = build.at(build.work().resolve("demo")).on(free(options.port(), "demo.port"));
        out.printf("%nStarting Keycloak %s; the first time takes a minute or two.%n", setup.version());
        try (var keycloak = KeycloakServer.start(setup)) {
            prepare(keycloak.admin(), smtpSettings);
            announce(keycloak, mailbox);
            if (keycloak.awaitUnexpectedEnd()) {
                throw new IllegalStateException(
                        "Keycloak has ended. The end of " + keycloak.logFile() + ":\n" + keycloak.lastLogLines());
            }
        }
    }

    private int free(int wanted, String option) {
        int port = FreePort.from(wanted);
        if (port != wanted) {
            out.printf("%nPort %d is taken, using %d; choose another with -D%s=<port>.%n", wanted, port, option);
        }
        return port;
    }

    private void prepare(AdminApi admin, Map<String, String> smtpSettings) {
        if (!admin.hasRealm(REALM)) {
            admin.importRealm(realm());
        }
        admin.setSmtp(REALM, smtpSettings);
        String id = admin.get(REALM + "/users?exact=true&username=" + USER)
                .required(0)
                .required("id")
                .asText();
        admin.updateUser(REALM, id, user -> user.put("email", options.email()).put("emailVerified", true));
    }

    private static ObjectNode realm() {
        try (InputStream in = Demo.class.getResourceAsStream("/demo-realm.json")) {
            var realm = (ObjectNode) new ObjectMapper().readTree(in);
            // The file's own theme is the folder that docker-compose.yml mounts; here the jar alone must do.
            realm.remove("loginTheme");
            realm.remove("emailTheme");
            return realm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void announce(KeycloakServer keycloak, String mailbox) {
        String url = keycloak.url();
        out.printf("""

                  Log in:     %s/realms/%s/account    (user %s, password %s)
                  Read mail:  %s
                  Settings:   %s/admin/master/console/#/%s/authentication    (user admin, password admin)
                  Log:        %s
                  Stop:       Ctrl-C

                """, url, REALM, USER, USER, mailbox, url, REALM, keycloak.logFile());
    }
}
