package io.github.emailotp.demo;

import io.github.emailotp.demo.SmtpAccount.Security;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be chosen with {@code -Ddemo.<name>=<value>}.
 *
 * @param port where Keycloak listens, if it is free
 * @param inboxPort where the first page and the inbox listen, if it is free
 * @param email the address of all who log in; empty for one each
 * @param account the mail account to send through; empty for the demo's own mail catcher
 */
record DemoOptions(int port, int inboxPort, Optional<String> email, Optional<SmtpAccount> account) {

    private static final String PASSWORD_VARIABLE = "DEMO_SMTP_PASSWORD";

    /**
     * Reads the system properties; asks at the terminal for a password that is needed and not in the environment.
     *
     * @throws IllegalArgumentException naming the option that is missing or wrong
     */
    static DemoOptions ofSystem() {
        var account = option("smtp.host").map(DemoOptions::account);
        if (account.isPresent() && option("email").isEmpty()) {
            throw new IllegalArgumentException(
                    "-Ddemo.smtp.host needs -Ddemo.email=<your address>: where should the codes go?");
        }
        return new DemoOptions(number("port", 8080), number("inboxPort", 8025), option("email"), account);
    }

    private static SmtpAccount account(String host) {
        int port = number("smtp.port", 587);
        String user = option("smtp.user").orElse("");
        String from = option("smtp.from")
                .or(() -> Optional.of(user).filter(name -> name.contains("@")))
                .orElseThrow(() -> new IllegalArgumentException("-Ddemo.smtp.from=<the sender's address> is missing"));
        return new SmtpAccount(host, port, security(port), user, user.isEmpty() ? "" : password(user), from);
    }

    private static Security security(int port) {
        var chosen = option("smtp.security");
        try {
            return chosen.map(value -> Security.valueOf(value.toUpperCase(Locale.ROOT)))
                    .orElseGet(() -> Security.customaryOn(port));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "-Ddemo.smtp.security must be starttls, tls or none, was " + chosen.orElseThrow(), e);
        }
    }

    /** Not by a system property: everybody on the machine could read it. */
    private static String password(String user) {
        String password = System.getenv(PASSWORD_VARIABLE);
        if (password != null) {
            return password;
        }
        // Without a terminal there is no console, or from Java 22 on one that answers nothing.
        return Optional.ofNullable(System.console())
                .map(console -> console.readPassword("Password of %s at the mail server: ", user))
                .map(String::new)
                .orElseThrow(() -> new IllegalArgumentException(
                        "set the environment variable " + PASSWORD_VARIABLE + " to the password of " + user));
    }

    private static int number(String name, int otherwise) {
        var value = option(name);
        try {
            return value.map(Integer::valueOf).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "-Ddemo." + name + " must be a port number, was " + value.orElseThrow(), e);
        }
    }

    private static Optional<String> option(String name) {
        return Optional.ofNullable(System.getProperty("demo." + name)).filter(value -> !value.isBlank());
    }
}
