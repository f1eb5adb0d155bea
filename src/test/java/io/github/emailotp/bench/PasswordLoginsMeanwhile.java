package io.github.emailotp.bench;

import io.github.emailotp.server.harness.TestBed;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.util.List;

/** What people who need no code notice of mails that hang. */
final class PasswordLoginsMeanwhile implements Measurement {

    private static final int HANGING = 50;
    private static final int BLOCKS = 8;
    private static final int P95 = 95;

    private final int logins;

    /**
     * A measurement of so many logins of each kind.
     *
     * @param logins from 1
     */
    PasswordLoginsMeanwhile(int logins) {
        this.logins = logins;
    }

    @Override
    public String run(TestBed bed) {
        MailServer server = bed.mail().plain();
        bed.realm().sendThrough(server);
        Samples alone = Samples.NONE;
        Samples meanwhile = Samples.NONE;
        block(bed);
        for (int i = 0; i < BLOCKS; i++) {
            alone = alone.and(block(bed));
            server.respond(Response.SILENT);
            TimedLogin.several(bed, Flow.WITH_BUDGETS, HANGING).forEach(TimedLogin::password);
            meanwhile = meanwhile.and(block(bed));
            server.respond(Response.ACCEPT);
            bed.keycloak().awaitEmptyOutbox();
        }
        var table = new MarkdownTable("logins with a password only");
        List.of("median", "p95").forEach(table::column);
        table.row("nothing else", cells(alone));
        table.row("while %d mails hang".formatted(HANGING), cells(meanwhile));
        table.row(
                "**while they hang ÷ nothing else**",
                List.of(
                        meanwhile.over(alone).toString(),
                        meanwhile.over(alone, P95).toString()));
        return """
                ## Logins without a code while mails hang

                %d logins of each kind, in %d blocks in turns; the mail server hangs before its greeting. In brackets the 95%% \
                confidence interval (bootstrap).

                %s""".formatted(logins, BLOCKS, table);
    }

    private Samples block(TestBed bed) {
        return TimedLogin.several(bed, Flow.PASSWORD_ONLY, logins / BLOCKS).stream()
                .map(login -> Samples.of(login.complete()))
                .reduce(Samples.NONE, Samples::and);
    }

    private static List<String> cells(Samples samples) {
        return List.of("%.1f ms".formatted(samples.medianMillis()), "%.1f ms".formatted(samples.percentileMillis(P95)));
    }
}
