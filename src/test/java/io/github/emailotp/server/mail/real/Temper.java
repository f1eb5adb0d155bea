package io.github.emailotp.server.mail.real;

import java.util.List;

/** What the ports of a {@link Postfix} are like, in its own options. */
public enum Temper {
    PLAIN,
    STARTTLS(Login.NEEDED, "smtpd_tls_security_level=encrypt"),
    TLS(Login.NEEDED, "smtpd_tls_security_level=encrypt", "smtpd_tls_wrappermode=yes"),
    ONLY_PLAIN(Login.NEEDED, "smtpd_sasl_mechanism_filter=plain"),
    ONLY_LOGIN(Login.NEEDED, "smtpd_sasl_mechanism_filter=login"),
    ONLY_CRAM_MD5(Login.NEEDED, "smtpd_sasl_mechanism_filter=cram-md5"),
    ONLY_SCRAM(Login.NEEDED, "smtpd_sasl_mechanism_filter=scram-sha-256"),
    STRICT(
            Login.NONE,
            "smtpd_data_restrictions=reject_unauth_pipelining",
            "smtpd_forbid_unauth_pipelining=yes",
            "smtpd_forbid_bare_newline=yes",
            "strict_rfc821_envelopes=yes",
            "smtpd_helo_required=yes",
            "smtpd_helo_restrictions=reject_invalid_helo_hostname,reject_non_fqdn_helo_hostname",
            "smtpd_soft_error_limit=1",
            "smtpd_hard_error_limit=2"),
    TWO_CONNECTIONS(Login.NONE, "smtpd_client_connection_count_limit=2", "smtpd_end_of_data_restrictions=sleep 1"),
    FEW_CONNECTIONS_A_PERIOD(Login.NONE, "smtpd_client_connection_rate_limit=3"),
    FEW_MAILS_A_PERIOD(Login.NONE, "smtpd_client_message_rate_limit=10"),
    FEW_LOGINS_A_PERIOD(Login.NEEDED, "smtpd_client_auth_rate_limit=3"),
    TWO_PROCESSES(Login.NONE),
    SHORT_PATIENCE(Login.NONE, "smtpd_timeout=4s"),
    SLOW(
            Login.NONE,
            "smtpd_recipient_restrictions=reject_unauth_destination, sleep 1",
            "smtpd_end_of_data_restrictions=sleep 2"),
    GREYLISTING(
            Login.NONE,
            "smtpd_recipient_restrictions=reject_unauth_destination, check_policy_service inet:127.0.0.1:@GREY@"),
    SMALL(Login.NONE, "message_size_limit=500"),
    LOOKING_INTO_MAILS(Login.NONE, "cleanup_service_name=looking"),
    OWN_SENDERS_ONLY(
            Login.NEEDED,
            "smtpd_sender_login_maps=static:somebody",
            "smtpd_sender_restrictions=reject_sender_login_mismatch"),
    BLOCKING(Login.NONE, "smtpd_client_restrictions=check_client_access,static:reject"),
    ASCII(Login.NONE, "smtputf8_enable=no"),
    SCREENING(Login.NONE);

    private enum Login {
        NONE,
        NEEDED
    }

    private final Login login;
    private final String options;

    Temper() {
        this(Login.NONE);
    }

    Temper(Login login, String... options) {
        this.login = login;
        this.options = String.join("\n", options);
    }

    boolean needsLogin() {
        return login == Login.NEEDED;
    }

    /** How many connections it works on at the same time; others wait. */
    String processes() {
        return this == TWO_PROCESSES ? "2" : "-";
    }

    List<String> options() {
        return options.lines().toList();
    }
}
