package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;

/**
 * Sendmail with STARTTLS and logins. It takes mails to {@code user1@example.test} and on; who else is there is asked of the machine's
 * accounts.
 */
public final class Sendmail implements AutoCloseable {

    /** In which rates are counted: a minute would be long for a test. */
    public static final int PERIOD_SECONDS = 20;

    /** What it limits, in its own features. */
    public enum Limit {
        NONE(""),
        /** Two at a time; it says so in place of a greeting. */
        CONNECTIONS("FEATURE(`conncontrol', `', `terminate')dnl"),
        /** The same as it is by default: others are greeted, and everything they ask for is refused. */
        CONNECTIONS_UNSAID("FEATURE(`conncontrol')dnl"),
        /** Three in a period. */
        RATE("FEATURE(`ratecontrol', `', `terminate')dnl"),
        RATE_UNSAID("FEATURE(`ratecontrol')dnl"),
        /** Two processes; meanwhile, nobody listens. */
        PROCESSES("define(`confMAX_DAEMON_CHILDREN', `2')dnl"),
        /** One connection a second; others wait for their greeting. */
        THROTTLE("define(`confCONNECTION_RATE_THROTTLE', `1')dnl");

        private final String feature;

        Limit(String feature) {
            this.feature = feature;
        }
    }

    /** Where its files are for itself: it reads none in a folder below one that everybody may write to, as a temporary one is. */
    private static final String INSIDE = "/mnt";

    private static final String CONFIGURATION = """
            include(`@CF@')dnl
            OSTYPE(`linux')dnl
            define(`confPID_FILE', `@DIR@/sendmail.pid')dnl
            define(`QUEUE_DIR', `@DIR@/spool')dnl
            define(`STATUS_FILE', `/dev/null')dnl
            define(`ALIAS_FILE', `text:-o @INSIDE@/aliases')dnl
            define(`HELP_FILE', `')dnl
            define(`confDOMAIN_NAME', `mail.example.test')dnl
            define(`confDEF_USER_ID', `nobody:nogroup')dnl
            define(`confCACERT_PATH', `@INSIDE@')dnl
            define(`confCACERT', `@INSIDE@/tls.crt')dnl
            define(`confSERVER_CERT', `@INSIDE@/tls.crt')dnl
            define(`confSERVER_KEY', `@INSIDE@/tls.key')dnl
            define(`confREFUSE_LA', `1000')dnl
            define(`confQUEUE_LA', `1000')dnl
            define(`confDELIVERY_MODE', `interactive')dnl
            define(`confCONNECTION_RATE_WINDOW_SIZE', `@PERIOD@s')dnl
            define(`confAUTH_MECHANISMS', `PLAIN LOGIN CRAM-MD5')dnl
            TRUST_AUTH_MECH(`PLAIN LOGIN CRAM-MD5')dnl
            FEATURE(`nocanonify')dnl
            FEATURE(`accept_unresolvable_domains')dnl
            FEATURE(`no_default_msa')dnl
            FEATURE(`access_db', `text -T<TMPF> -k0 -v1 @INSIDE@/access')dnl
            @LIMIT@
            DAEMON_OPTIONS(`Name=MTA, Family=inet, Addr=127.0.0.1, Port=@PORT@')dnl
            LOCAL_DOMAIN(`example.test')dnl
            MAILER(`local')dnl
            MAILER(`smtp')dnl
            LOCAL_CONFIG
            ESASL_CONF_PATH=@INSIDE@
            Kbox regex -m -a@BOX ^user[0-9]*$
            LOCAL_RULE_0
            R$- < @ example.test . >\t$: $(box $1 $) < @ example.test . >
            R$- @BOX < @ example.test . >\t$#box $@ localhost $: $1 @ example.test
            MAILER_DEFINITIONS
            Mbox, P=/bin/sh, F=lDFMqn, T=DNS/RFC822/X-Unix, A=sh @DIR@/deliver $u
            """;

    private static final String ACCESS = """
            ClientConn:127.0.0.1\t2
            ClientRate:127.0.0.1\t3
            """;

    private static final String LOGINS = """
            pwcheck_method: auxprop
            auxprop_plugin: sasldb
            sasldb_path: @INSIDE@/logins
            mech_list: PLAIN LOGIN CRAM-MD5
            """;

    /** A second for a mail, so that connections are in use at the same time. */
    private static final String DELIVER = """
            sleep @SECONDS@
            file=$(date +%s%N).$$
            { echo "X-Rcpt: $1"; cat; } > @DIR@/mail/tmp/$file && mv @DIR@/mail/tmp/$file @DIR@/mail/new/$file
            """;

    private static final String START = """
            mount --bind @DIR@/etc @INSIDE@
            hostname mail.example.test
            exec "$1" -bD -C @INSIDE@/sendmail.cf -X @DIR@/said
            """;

    private final Workplace workplace = new Workplace();
    private final Authority authority;
    private final int port = FreePort.any();

    /** Runs at once. */
    public Sendmail(Limit limit) {
        Path etc = workplace.folder("etc");
        authority = new Authority(workplace, etc);
        for (String folder : new String[] {"mail/new", "mail/tmp", "spool"}) {
            workplace.openFolder(folder);
        }
        workplace.write("etc/access", ACCESS);
        workplace.write("etc/Sendmail.conf", LOGINS.replace("@INSIDE@", INSIDE));
        workplace.write("deliver", DELIVER.replace("@SECONDS@", limit == Limit.NONE ? "0" : "1"));
        configure(limit);
        workplace.run(
                "sh",
                "-c",
                "echo -n %s | %s -p -c -f %s/logins -u mail.example.test %s"
                        .formatted(Postfix.PASSWORD, Programs.path("usr/sbin/saslpasswd2"), etc, Postfix.USER));
        String start =
                workplace.write("start", START.replace("@INSIDE@", INSIDE)).toString();
        // It sleeps for a minute where its machine has no whole name.
        workplace.start("unshare", "--mount", "--uts", "sh", start, Programs.path("usr/libexec/sendmail/sendmail"));
        workplace.await(port);
    }

    private void configure(Limit limit) {
        String macros = CONFIGURATION
                .replace("@CF@", Programs.file("usr/share/sendmail/cf/m4/cf.m4"))
                .replace("@LIMIT@", limit.feature)
                .replace("@INSIDE@", INSIDE)
                .replace("@PERIOD@", "" + PERIOD_SECONDS)
                .replace("@PORT@", "" + port);
        String file = workplace.write("sendmail.mc", macros).toString();
        workplace.run("sh", "-c", "m4 %s > %s".formatted(file, workplace.path("etc/sendmail.cf")));
    }

    public Map<String, String> settings() {
        return Programs.settings(port);
    }

    /** The same with STARTTLS and a login. */
    public Map<String, String> settingsWithLogin() {
        Map<String, String> settings = new HashMap<>(settings());
        settings.putAll(Map.of("starttls", "true", "auth", "true", "user", Postfix.USER, "password", Postfix.PASSWORD));
        return settings;
    }

    public KeyStore truststore() {
        return authority.truststore();
    }

    public Maildir mails() {
        return new Maildir(workplace.path("mail"));
    }

    /** All that was said, by whom. */
    public String said() {
        return workplace.read("said") + workplace.read("output");
    }

    @Override
    public void close() {
        workplace.close();
    }
}
