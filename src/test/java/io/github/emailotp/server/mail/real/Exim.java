package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import java.util.Map;

/**
 * Exim, which says no enhanced codes of its own. It takes mails to everybody at {@code example.test} but {@code nobody}, some after what
 * is like greylisting, and those to {@code listed} not at all. Each client must keep to SMTP's turns.
 */
public final class Exim implements AutoCloseable {

    private static final String CONFIGURATION = """
            spool_directory = @DIR@/spool
            log_file_path = @DIR@/log-%slog
            pid_file_path = @DIR@/exim.pid
            primary_hostname = mail.example.test
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = @PORT@ : @THREE@ : @TWO@
            smtp_enforce_sync = true
            smtp_accept_max = 100
            smtp_accept_max_per_connection = ${if eq{$received_port}{@THREE@}{3}{1000}}
            smtp_accept_max_per_host = ${if eq{$received_port}{@TWO@}{2}{100}}
            smtp_accept_queue_per_connection = 0
            smtp_receive_timeout = 10s
            log_selector = +smtp_protocol_error +smtp_connection +smtp_no_mail +pipelining
            tls_advertise_hosts =
            host_lookup =
            rfc1413_hosts =
            never_users =
            queue_run_max = 0
            local_from_check = false
            deliver_drop_privilege = true
            acl_smtp_rcpt = rcpt
            acl_smtp_data = data

            begin acl

            rcpt:
              deny local_parts = listed
                   message = 127.0.0.1 is listed in a black list of mailbox providers
              deny local_parts = full
                   message = mailbox is full, quota exceeded
              deny local_parts = sender
                   message = Sender verify failed
              defer local_parts = later
                   message = Temporary local problem - please try later
              require domains = example.test
                   message = relay not permitted
              require verify = recipient
              accept

            data:
              warn condition = ${if eq{$received_port}{@TWO@}}
                   delay = 1s
              accept

            begin routers

            boxes:
              driver = accept
              domains = example.test
              local_parts = ! nobody
              transport = all

            begin transports

            all:
              driver = appendfile
              directory = @DIR@/mail/all
              create_directory
              maildir_format
              headers_add = X-Rcpt: $local_part@$domain
            """;

    private final Workplace workplace = new Workplace();
    private final int port = FreePort.any();
    private final int three = FreePort.any();
    private final int two = FreePort.any();

    /** Runs at once. */
    public Exim() {
        workplace.openFolder("mail");
        workplace.openFolder("spool");
        workplace.openFolder("");
        String file = workplace
                .write(
                        "exim.conf",
                        CONFIGURATION
                                .replace("@PORT@", "" + port)
                                .replace("@THREE@", "" + three)
                                .replace("@TWO@", "" + two))
                .toString();
        workplace.start(Programs.path("usr/sbin/exim4"), "-C", file, "-bdf");
        workplace.await(port);
    }

    public Map<String, String> settings() {
        return Programs.settings(port);
    }

    /** Of a port that takes three mails a connection. */
    public Map<String, String> settingsOfThreeMailsAConnection() {
        return Programs.settings(three);
    }

    /** Of a port that takes two connections, and a second for a mail. */
    public Map<String, String> settingsOfTwoConnections() {
        return Programs.settings(two);
    }

    public Maildir mails() {
        return new Maildir(workplace.path("mail/all"));
    }

    /** All that it has logged. */
    public String log() {
        return workplace.read("log-mainlog") + workplace.read("log-rejectlog") + workplace.read("output");
    }

    @Override
    public void close() {
        workplace.close();
    }
}
