package io.github.emailotp.server.mail.real;

/** Dovecot, for the logins of Postfix, and as a submission service before it. */
final class Dovecot {

    private static final String CONFIGURATION = """
            base_dir = @DIR@/dovecot/run
            state_dir = @DIR@/dovecot/state
            log_path = @DIR@/dovecot/log
            protocols = submission
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            hostname = mail.example.test
            mail_location = maildir:~/Maildir
            submission_relay_host = 127.0.0.1
            submission_relay_port = @RELAY@
            service submission-login {
              inet_listener submission {
                port = @SUBMISSION@
              }
            }
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

    /**
     * Starts it.
     *
     * @param auth the port at which Postfix asks it
     * @param submission the port of its submission service
     * @param relay the port of the mail server behind that
     */
    static void start(Workplace workplace, int auth, int submission, int relay) {
        workplace.openFolder("dovecot/state");
        workplace.openFolder("dovecot/home");
        workplace.write("dovecot/users", Postfix.USER + ":{PLAIN}" + Postfix.PASSWORD + "\n");
        String configuration = CONFIGURATION
                .replace("@AUTH@", "" + auth)
                .replace("@SUBMISSION@", "" + submission)
                .replace("@RELAY@", "" + relay);
        String file = workplace.write("dovecot/conf", configuration).toString();
        workplace.start("dovecot", "-F", "-c", file);
        workplace.await(auth);
        workplace.await(submission);
    }
}
