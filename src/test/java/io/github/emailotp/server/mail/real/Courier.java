package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;

/**
 * Courier without TLS. It takes five connections of one client, as it does where nobody says otherwise, and holds a refusal back. Its
 * folders are fixed, so it sees its own in their place.
 */
public final class Courier implements RealServer {

    private static final int USERS = 10_000;

    private static final String SCRIPT = """
            set -e
            for folder in /usr/lib /etc /var/lib /run; do
                mkdir -p $folder/courier
            done
            cp -r @UNPACKED@/var/lib/courier .
            cp -r @UNPACKED@/etc/courier etc
            mount --bind @UNPACKED@/usr/lib/courier /usr/lib/courier
            mount --bind etc /etc/courier
            mount --bind courier /var/lib/courier
            mount --bind run /run/courier
            mkdir run/authdaemon
            echo mail.example.test > etc/me
            echo example.test | tee etc/locals etc/defaultdomain > etc/esmtpacceptmailfor
            i=0
            while [ $i -lt @USERS@ ]; do
                i=$((i + 1))
                echo '| @DIR@/deliver' > etc/aliasdir/.courier-user$i
            done
            chown -R courier:courier courier run mail etc/aliasdir
            chmod 755 etc/aliasdir
            export LD_LIBRARY_PATH=@UNPACKED@/usr/lib
            set -a
            PATH=/usr/bin:/bin SHELL=/bin/sh
            daemons=2 authdaemonvar=/run/courier/authdaemon authmodulelist=authpam
            /usr/lib/courier/courier-authlib/authdaemond &
            ( . ./etc/courierd; exec /usr/lib/courier/courier/courierd ) &
            . ./etc/esmtpd
            BOFHCHECKDNS=0
            exec @UNPACKED@/usr/sbin/couriertcpd -address=127.0.0.1 -maxprocs=$MAXDAEMONS -maxperc=$MAXPERC -maxperip=$MAXPERIP \\
                -user=courier -group=courier -nodnslookup -noidentlookup @PORT@ @UNPACKED@/usr/sbin/courieresmtpd
            """;

    private static final String DELIVER = """
            #!/bin/sh
            file=$(mktemp @DIR@/mail/XXXXXXXX)
            { echo "X-Rcpt: $RECIPIENT"; cat; } > "$file"
            mv "$file" @DIR@/mail/all/new/
            """;

    private final Workplace workplace = new Workplace();
    private final int port = FreePort.any();

    /** Runs at once. */
    public Courier() {
        workplace.folder("mail/all/new");
        workplace.folder("run");
        workplace.run("chmod", "755", workplace.write("deliver", DELIVER).toString());
        workplace.write(
                "start",
                SCRIPT.replace("@UNPACKED@", Programs.file(""))
                        .replace("@USERS@", "" + USERS)
                        .replace("@PORT@", "" + port));
        // All of it ends with the first, and nothing else does: it ends its whole process group.
        workplace.start(
                "setsid",
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "--pid",
                "--fork",
                "--kill-child",
                "sh",
                "start");
        workplace.await(port);
    }

    @Override
    public Map<String, String> settings() {
        return Programs.settings(port);
    }

    @Override
    public Optional<KeyStore> truststore() {
        return Optional.empty();
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
