package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import java.security.KeyStore;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Postfix with a port for each {@link Temper}, Dovecot for its logins and as a submission service before it, and postgrey. It takes mails to everybody at {@code example.test}
 * but {@code nobody}.
 */
public final class Postfix implements AutoCloseable {

    /** In which rates are counted: Postfix's own minute would be long for a test. */
    public static final int PERIOD_SECONDS = 20;

    public static final String USER = "sender";

    /** Protects nothing. */
    public static final String PASSWORD = "secret";

    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = @DIR@/spool
            data_directory = @DIR@/lib
            maillog_file = @DIR@/log
            maillog_file_prefixes = @DIR@
            inet_interfaces = 127.0.0.1
            myhostname = mail.example.test
            mydestination =
            mynetworks = 127.0.0.2/32
            alias_maps =
            default_transport = error:no mail leaves
            relay_transport = error:no mail leaves
            virtual_mailbox_domains = regexp:@DIR@/etc/domains
            virtual_mailbox_maps = regexp:@DIR@/etc/boxes
            virtual_mailbox_base = @DIR@/mail
            virtual_uid_maps = static:5000
            virtual_gid_maps = static:5000
            smtpd_recipient_restrictions = check_recipient_access regexp:@DIR@/etc/rcpt, permit_sasl_authenticated, reject_unauth_destination
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = inet:127.0.0.1:@AUTH@
            smtpd_sasl_security_options = noanonymous
            smtpd_tls_cert_file = @DIR@/tls.crt
            smtpd_tls_key_file = @DIR@/tls.key
            smtpd_client_event_limit_exceptions =
            anvil_rate_time_unit = @PERIOD@s
            smtputf8_enable = yes
            postscreen_pipelining_enable = yes
            postscreen_bare_newline_enable = yes
            postscreen_greet_action = enforce
            postscreen_cache_map = btree:@DIR@/lib/postscreen
            """;

    private static final String SERVICES = """
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            looking unix n - n - 0 cleanup
              -o body_checks=regexp:@DIR@/etc/body
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            proxymap unix - - n - - proxymap
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            postlog unix-dgram n - n - 1 postlogd
            smtpd pass - - n - - smtpd
            dnsblog unix - - n - 0 dnsblog
            tlsproxy unix - - n - 0 tlsproxy
            """;

    private static final String REFUSALS = """
            /^full552@/ 552 5.2.2 The mailbox is over its quota
            /^full452@/ 452 4.2.2 The mailbox is over its quota
            /^plain550@/ 550 We do not want this
            /^disabled@/ 550 5.2.1 The account is disabled
            /^moved@/ 551 5.1.6 The recipient has moved
            /^policy554@/ 554 5.7.1 Refused by a policy
            /^dns451@/ 451 4.3.5 Server configuration problem
            /^hold421@/ 421 4.7.0 Try again later
            """;

    private final Workplace workplace;
    private final Authority authority;
    private final Map<Temper, Integer> ports = new EnumMap<>(Temper.class);
    private final int submission = FreePort.any();

    /** Runs at once. */
    public Postfix() {
        workplace = new Workplace();
        authority = new Authority(workplace, workplace.path(""));
        for (Temper temper : Temper.values()) {
            ports.put(temper, FreePort.any());
        }
        int auth = FreePort.any();
        Dovecot.start(workplace, auth, submission, ports.get(Temper.PLAIN));
        int grey = Postgrey.in(workplace);
        workplace.folder("spool");
        workplace.openFolder("mail");
        workplace.openFolder("lib");
        workplace.write("etc/main.cf", MAIN.replace("@AUTH@", "" + auth).replace("@PERIOD@", "" + PERIOD_SECONDS));
        workplace.write("etc/master.cf", SERVICES + services().replace("@GREY@", "" + grey));
        workplace.write("etc/domains", "/^example\\.test$/ yes\n/^b(ü|xn--).*$/ yes\n/^xn--/ yes\n");
        workplace.write("etc/boxes", "if !/^nobody@/\n/@/ all/\nendif\n");
        workplace.write("etc/rcpt", REFUSALS);
        workplace.write("etc/body", "/Text/ REJECT This looks like spam\n");
        start();
    }

    private String services() {
        return ports.entrySet().stream()
                .map(port -> service(port.getKey(), port.getValue()))
                .collect(Collectors.joining());
    }

    private static String service(Temper temper, int port) {
        if (temper == Temper.SCREENING) {
            return "127.0.0.1:%d inet n - n - 1 postscreen%n".formatted(port);
        }
        StringBuilder service =
                new StringBuilder("127.0.0.1:%d inet n - n - %s smtpd%n".formatted(port, temper.processes()));
        temper.options()
                .forEach(option -> service.append("  -o {").append(option).append("}\n"));
        if (temper.needsLogin()) {
            service.append("  -o {smtpd_sasl_auth_enable=yes}\n");
            service.append("  -o {smtpd_relay_restrictions=permit_sasl_authenticated,reject}\n");
        }
        return service.toString();
    }

    private void start() {
        String etc = workplace.path("etc").toString();
        workplace.run("chown", "postfix", workplace.path("lib").toString());
        workplace.run("postfix", "-c", etc, "check");
        workplace.run("postfix", "-c", etc, "start");
        workplace.atTheEnd(() -> workplace.run("postfix", "-c", etc, "stop"));
        workplace.await(ports.get(Temper.PLAIN));
    }

    public int port(Temper temper) {
        return ports.get(temper);
    }

    /** What a realm's {@code smtpServer} must hold to send through this port, and more: keys and values in turns. */
    public Map<String, String> settings(Temper temper, String... more) {
        Map<String, String> settings = new HashMap<>(
                Map.of("host", "localhost", "port", Integer.toString(port(temper)), "from", "login@example.test"));
        if (temper.needsLogin()) {
            settings.putAll(Map.of("auth", "true", "user", USER, "password", PASSWORD));
        }
        settings.putAll(
                switch (temper) {
                    case STARTTLS -> Map.of("starttls", "true");
                    case TLS -> Map.of("ssl", "true");
                    default -> Map.of();
                });
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    /** The same through Dovecot's submission service, which tells only after the login what Postfix offers. */
    public Map<String, String> settingsOfSubmission() {
        Map<String, String> settings = settings(Temper.PLAIN, "auth", "true", "user", USER, "password", PASSWORD);
        settings.put("port", Integer.toString(submission));
        return settings;
    }

    public KeyStore truststore() {
        return authority.truststore();
    }

    public Maildir mails() {
        return new Maildir(workplace.path("mail/all"));
    }

    /** All that it has logged. */
    public String log() {
        return workplace.read("log");
    }

    @Override
    public void close() {
        workplace.close();
    }
}
