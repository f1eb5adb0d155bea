package io.github.emailotp.flow.report;

import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.ReportedNetworks;
import io.github.emailotp.storage.Reports;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;

/**
 * One request's try to make a report. The cells do not follow its transaction: where that comes to nothing, what was written into them is taken
 * back, whether or not their answer has come.
 */
final class Making extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(Making.class);

    private final OpenReport report;
    private final Reports reports;
    private final ReportedNetworks networks;
    private final Stragglers stragglers;
    private final String mark = Claims.mark();
    /** Once all has followed. */
    private Optional<Told> told = Optional.empty();

    Making(OpenReport report, Reports reports, ReportedNetworks networks) {
        this.report = report;
        this.reports = reports;
        this.networks = networks;
        this.stragglers = new Stragglers(report);
    }

    /**
     * Makes it.
     *
     * @param page of what is told: rendered before sessions end, since their end makes a login of its own for Keycloak's notes, and the page would
     *     be its
     * @return empty if another request makes it
     */
    Optional<Response> make(Function<Told, Response> page) {
        report.session().getTransactionManager().enlistAfterCompletion(this);
        OwnersPassword password = new OwnersPassword(report);
        if (!reports.make(report.id(), mark, password.expected().name())) {
            return Optional.empty();
        }
        Optional<Duration> silence = report.isForTheAddress()
                ? Optional.of(networks.report(report.owner().getId(), report.login(), mark))
                : Optional.empty();
        Told outcome = password.demandIfDue();
        Response answer = page.apply(outcome);
        new Consequences(report).follow(silence);
        told = Optional.of(outcome);
        return Optional.of(answer);
    }

    @Override
    protected void commitImpl() {
        told.ifPresent(outcome -> {
            tell(() -> reports.made(report.id(), mark, outcome.name()));
            stragglers.remove();
        });
    }

    @Override
    protected void rollbackImpl() {
        tell(() -> reports.reopen(report.id(), mark));
        tell(() -> networks.takeBack(report.report().userId(), report.login(), mark));
    }

    /** If the cells fail, a report that nothing is heard of opens by itself. */
    private static void tell(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "What has become of a report could not be kept: for a minute it cannot be made, and then it can",
                    e);
        }
    }
}
