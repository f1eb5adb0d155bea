package io.github.emailotp.server.mail.real;

/** Dovecot, for logins. */
final class Dovecot {

    private static final String CONFIGURATION = """
            base_dir = @DIR@/dovecot/run
            state_dir = @DIR@/dovecot/state
            log_path = @DIR@/dovecot/log
            protocols =
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            auth_mechanisms = plain login cram-md5 scram-sha-256
            passdb {
              driver = passwd-file
              args = @DIR@/dovecot/users
            }
            userdb {
              driver = static
              args = uid=5000 gid=5000 home=@DIR@/dovecot/home
            }
            service auth {
              inet_listener {
                address = 127.0.0.1
                port = @AUTH@
              }
            }
            """;

    private Dovecot() {}

    /** Starts it; answers the port at which Postfix asks it. */
    static int logins(Workplace workplace) {
        int port = Workplace.freePort();
        start(workplace, CONFIGURATION.replace("@AUTH@", "" + port));
        workplace.await(port);
        return port;
    }

    static void start(Workplace workplace, String configuration) {
        workplace.openFolder("dovecot/state");
        workplace.openFolder("dovecot/home");
        workplace.write("dovecot/users", Postfix.USER + ":{PLAIN}" + Postfix.PASSWORD + "\n");
        String file = workplace.write("dovecot/conf", configuration).toString();
        workplace.start("dovecot", "-F", "-c", file);
    }
}
