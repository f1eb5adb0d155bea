package io.github.emailotp.server.mail.real;

/**
 * Somebody's procmail, which answers that they are away, with the subject that it answers to. What must not be answered it knows by one
 * guard.
 */
public final class AnsweringMachine implements AutoCloseable {

    /** What people guard it with. */
    public enum Guard {
        /** Procmail's own: it knows {@code Precedence}, and senders with names of programs. */
        FROM_DAEMON("!^FROM_DAEMON"),
        LISTS("!^List-Id:"),
        PROGRAMS("!^Auto-Submitted: *auto"),
        NONE("^From:");

        private final String condition;

        Guard(String condition) {
            this.condition = condition;
        }
    }

    private static final String RECIPE = """
            SHELL=/bin/sh
            PATH=@PROGRAMS@:/usr/bin:/bin
            DEFAULT=/dev/null
            LOGFILE=@DIR@/log
            VERBOSE=on

            :0 hwc
            * @GUARD@
            * !^X-Loop: alice@example\\.test
            | (formail -r -A "X-Loop: alice@example.test"; echo "I am away.") >> @DIR@/answers
            """;

    private final Workplace workplace = new Workplace();
    private final String procmail = Programs.path("usr/bin/procmail");
    private final String recipe;

    /** It answers at once. */
    public AnsweringMachine(Guard guard) {
        String text = RECIPE.replace("@PROGRAMS@", Programs.file("usr/bin")).replace("@GUARD@", guard.condition);
        recipe = workplace.write("recipe", text).toString();
    }

    /** What has been answered after this mail has come, too; empty if nothing. */
    public String receive(String mail) {
        String file = workplace.write("mail", mail).toString();
        workplace.run("sh", "-c", "%s -f login@example.test %s < %s".formatted(procmail, recipe, file));
        return workplace.read("answers");
    }

    /** What it did, and why. */
    public String log() {
        return workplace.read("log");
    }

    @Override
    public void close() {
        workplace.close();
    }
}
