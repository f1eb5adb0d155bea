package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Chasquid's port for submissions, which wants STARTTLS and a login with the whole address. */
public final class Chasquid implements RealServer {

    /** More than all tests of real servers together mail to. */
    private static final int USERS = 10_000;

    private static final String CONFIGURATION = """
            hostname: "mail.example.test"
            submission_address: "127.0.0.1:@PORT@"
            data_dir: "@DIR@/data"
            mail_delivery_agent_bin: "/bin/sh"
            mail_delivery_agent_args: "@DIR@/deliver"
            mail_delivery_agent_args: "%to%"
            mail_log_path: "<stderr>"
            """;

    private static final String DELIVER = """
            file=$(mktemp @DIR@/mail/XXXXXXXX)
            { echo "X-Rcpt: $1"; cat; } > "$file"
            mv "$file" @DIR@/mail/all/new/
            """;

    private final Workplace workplace = new Workplace();
    private final int port = FreePort.any();
    private final Authority authority;

    /** Runs at once. */
    public Chasquid() {
        workplace.folder("mail/all/new");
        Path certificates = workplace.folder("certs/localhost");
        authority = new Authority(workplace, certificates);
        workplace.run(
                "ln", "-s", "tls.crt", certificates.resolve("fullchain.pem").toString());
        workplace.run("ln", "-s", "tls.key", certificates.resolve("privkey.pem").toString());
        workplace.write(
                "domains/example.test/users",
                IntStream.rangeClosed(1, USERS)
                        .mapToObj("users: {key: \"user%d\" value: {plain: {password: \"secret\"}}}%n"::formatted)
                        .collect(Collectors.joining()));
        workplace.write("deliver", DELIVER);
        workplace.write("chasquid.conf", CONFIGURATION.replace("@PORT@", "" + port));
        workplace.start(
                Programs.path("usr/bin/chasquid"),
                "-config_dir",
                workplace.path("").toString());
        workplace.await(port);
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Programs.settings(port));
        settings.putAll(Map.of("starttls", "true", "auth", "true", "user", "user1@example.test", "password", "secret"));
        return settings;
    }

    @Override
    public Optional<KeyStore> truststore() {
        return Optional.of(authority.truststore());
    }

    @Override
    public Maildir mails() {
        return new Maildir(workplace.path("mail/all"));
    }

    @Override
    public String log() {
        return workplace.read("output");
    }

    @Override
    public void close() {
        workplace.close();
    }
}
