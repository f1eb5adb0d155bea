package io.github.emailotp.demo;

import io.github.emailotp.server.harness.FreePort;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.ServerSetup;
import io.github.emailotp.server.mail.MailServer;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;

/**
 * Starts everything that it takes to log in with an emailed code, says what to open, and runs until Ctrl-C.
 *
 * <p>What is changed in the realm is kept until the next {@code mvnw clean}.
 */
public final class Demo {

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
        try (var pages = Pages.open(free(options.inboxPort(), "demo.inboxPort"))) {
            if (options.account().isPresent()) {
                var account = options.account().get();
                runKeycloak(
                        pages,
                        account.smtpSettings(),
                        "your mailbox " + options.email().orElse("") + ", sent through " + account);
                return;
            }
            try (var mail = MailServer.plain()) {
                runKeycloak(pages, mail.smtpSettings(), Inbox.addTo(pages, mail).toString());
            }
        }
    }

    private void runKeycloak(Pages pages, Map<String, String> smtpSettings, String mailbox)
            throws InterruptedException {
        var build = ServerSetup.ofBuild();
        var setup = build.at(build.work().resolve("demo")).on(free(options.port(), "demo.port"));
        out.printf("%nStarting Keycloak %s; the first time takes a minute or two.%n", setup.version());
        try (var keycloak = KeycloakServer.start(setup)) {
            var realms = new DemoRealms(keycloak.admin(), keycloak.url(), options.email());
            realms.make(smtpSettings);
            new FirstPage(realms.exhibits(), mailbox, console(keycloak)).addTo(pages);
            announce(keycloak, pages, mailbox);
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

    private static URI console(KeycloakServer keycloak) {
        return URI.create(keycloak.url() + "/admin/");
    }

    private void announce(KeycloakServer keycloak, Pages pages, String mailbox) {
        out.printf("""

                  Try it:     %s    (users and passwords are there)
                  Read mail:  %s
                  Settings:   %s    (user admin, password admin)
                  Log:        %s
                  Stop:       Ctrl-C

                """, pages.url(), mailbox, console(keycloak), keycloak.logFile());
    }
}
