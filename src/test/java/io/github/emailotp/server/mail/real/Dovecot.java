package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;

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
            @LOGINS@
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

    private static final String PASSWORDS = """
            auth_mechanisms = plain login cram-md5 scram-sha-256
            passdb {
              driver = passwd-file
              args = @DIR@/dovecot/users
            }
            """;

    private static final String TOKENS = """
            auth_mechanisms = xoauth2 oauthbearer
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = @DIR@/dovecot/tokens
            }
            """;

    private static final String QUESTIONS = """
            introspection_mode = post
            introspection_url = @URL@
            username_attribute = username
            active_attribute = active
            active_value = true
            """;

    private Dovecot() {}

    /**
     * Starts it for logins by password.
     *
     * @param auth the port at which Postfix asks it
     * @param submission the port of its submission service
     * @param relay the port of the mail server behind that
     */
    static void start(Workplace workplace, int auth, int submission, int relay) {
        workplace.write("dovecot/users", Postfix.USER + ":{PLAIN}" + Postfix.PASSWORD + "\n");
        start(workplace, PASSWORDS, auth, submission, relay);
    }

    /**
     * Starts a submission service for logins by token.
     *
     * @param introspectionUrl where it asks whether one is good
     */
    static void startForTokens(Workplace workplace, String introspectionUrl, int submission, int relay) {
        workplace.write("dovecot/tokens", QUESTIONS.replace("@URL@", introspectionUrl));
        start(workplace, TOKENS, FreePort.any(), submission, relay);
    }

    private static void start(Workplace workplace, String logins, int auth, int submission, int relay) {
        workplace.openFolder("dovecot/state");
        workplace.openFolder("dovecot/home");
        String configuration = CONFIGURATION
                .replace("@LOGINS@", logins)
                .replace("@AUTH@", "" + auth)
                .replace("@SUBMISSION@", "" + submission)
                .replace("@RELAY@", "" + relay);
        String file = workplace.write("dovecot/conf", configuration).toString();
        workplace.start("dovecot", "-F", "-c", file);
        workplace.await(auth);
        workplace.await(submission);
    }
}
