package io.github.emailotp.bench;

import io.github.emailotp.server.harness.MailServers;
import io.github.emailotp.server.harness.TestBed;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * How long people wait after the password for the page that asks for the code, while the mail server is slow or hangs, beside the
 * flow without the step.
 */
final class SlowMailServers implements Measurement {

    private static final int WARM_UP = 20;

    private final int logins;

    /**
     * A measurement of so many logins of each kind, for each kind of mail server.
     *
     * @param logins from 1
     */
    SlowMailServers(int logins) {
        this.logins = logins;
    }

    /** What the mail server does. */
    private record Behaviour(
            String title, Response response, Function<MailServers, MailServer> server, Duration delay) {

        static Behaviour of(String title, Response response, Function<MailServers, MailServer> server) {
            return new Behaviour(title, response, server, Duration.ZERO);
        }
    }

    private static final List<Behaviour> BEHAVIOURS = List.of(
            Behaviour.of("answers at once", Response.ACCEPT, MailServers::plain),
            new Behaviour("answers after 3 s", Response.ACCEPT, MailServers::plain, Duration.ofSeconds(3)),
            Behaviour.of("hangs before its greeting", Response.SILENT, MailServers::plain),
            Behaviour.of("hangs at TLS", Response.SILENT_AT_TLS, MailServers::startTls),
            Behaviour.of("hangs after DATA", Response.SILENT_AFTER_DATA, MailServers::plain));

    @Override
    public String run(TestBed bed) {
        var table = new MarkdownTable("the mail server");
        List.of("password only", "password, code", "**with the step ÷ without**")
                .forEach(table::column);
        for (Behaviour behaviour : BEHAVIOURS) {
            table.row(behaviour.title, row(bed, behaviour));
        }
        return """
                ## POST of the password while the mail server is slow

                Medians of %d logins of each kind and row, in turns. In brackets the 95%% confidence interval (bootstrap).

                %s""".formatted(logins, table);
    }

    private List<String> row(TestBed bed, Behaviour behaviour) {
        MailServer server = behaviour.server.apply(bed.mail());
        bed.realm().sendThrough(server);
        turns(bed, WARM_UP);
        server.delay(behaviour.delay);
        server.respond(behaviour.response);
        List<String> cells = turns(bed, logins).cells();
        server.respond(Response.ACCEPT);
        server.delay(Duration.ZERO);
        bed.keycloak().awaitEmptyOutbox();
        server.clear();
        return cells;
    }

    private static Turns turns(TestBed bed, int logins) {
        Iterator<TimedLogin> without =
                TimedLogin.several(bed, Flow.PASSWORD_ONLY, logins).iterator();
        Iterator<TimedLogin> with =
                TimedLogin.several(bed, Flow.WITH_BUDGETS, logins).iterator();
        return Turns.take(
                logins, () -> without.next().password(), () -> with.next().password());
    }
}
