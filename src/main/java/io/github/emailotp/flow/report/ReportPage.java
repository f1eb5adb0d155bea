package io.github.emailotp.flow.report;

import io.github.emailotp.flow.page.OwnPage;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.Report;
import io.github.emailotp.storage.Reports;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;

/**
 * The page {@code report-mailed-code.ftl}. It names nobody, and is the same for every report that cannot be made, whyever that is. Thread
 * safety: one instance serves one request.
 */
public final class ReportPage {

    static final String TEMPLATE = "report-mailed-code.ftl";

    private final KeycloakSession session;
    private final Clock clock;

    /** The page in this request. */
    public ReportPage(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Asks whether the report is to be made. */
    public Response show(String id) {
        return guarded(() -> open(reports(), id).isPresent() ? page(State.OPEN) : page(State.GONE));
    }

    /** Makes the report. Of several requests at the same time one does. */
    public Response take(String id) {
        return guarded(() -> {
            Reports reports = reports();
            Optional<Open> open = open(reports, id);
            if (open.isEmpty()) {
                return page(State.GONE);
            }
            // Before: what follows makes a login of its own for Keycloak's notes, and the page would be its.
            Response made = page(open.get().report().passwordPassed() ? State.MADE_OF_PASSWORD : State.MADE);
            Optional<Report> report = reports.make(id);
            report.ifPresent(one -> {
                session.getTransactionManager().enlistAfterCompletion(new InVain(() -> reports.open(id, one)));
                new Consequences(session, open.get().owner(), clock).follow(one);
            });
            return report.isPresent() ? made : page(State.GONE);
        });
    }

    /** A report that can be made, of an account that still has the address that its mail went to. */
    private Optional<Open> open(Reports reports, String id) {
        RealmModel realm = session.getContext().getRealm();
        return reports.find(id)
                .flatMap(report -> Optional.ofNullable(session.users().getUserById(realm, report.userId()))
                        .filter(owner -> owner.getEmail() != null && Reports.isFor(owner.getEmail(), id, report))
                        .map(owner -> new Open(owner, report)));
    }

    private record Open(UserModel owner, Report report) {}

    /** What the page is about. */
    private enum State {
        OPEN("emailOtpReportAbout", Response.Status.OK),
        MADE("emailOtpReportMade", Response.Status.OK),
        MADE_OF_PASSWORD("emailOtpReportMadePassword", Response.Status.OK),
        GONE("emailOtpReportGone", Response.Status.NOT_FOUND);

        private final String text;
        private final Response.Status status;

        State(String text, Response.Status status) {
            this.text = text;
            this.status = status;
        }
    }

    private Response page(State state) {
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class).setStatus(state.status);
        Map<String, Object> model = Map.of("isOpen", state == State.OPEN, "told", state.text);
        return unstored(OwnPage.render(
                session, form, TEMPLATE, model, session.getContext().resolveLocale(null)));
    }

    private Response guarded(Supplier<Response> verb) {
        try {
            return verb.get();
        } catch (ClaimsUnavailableException logged) {
            return unstored(session.getProvider(LoginFormsProvider.class)
                    .setError(Messages.INTERNAL_SERVER_ERROR)
                    .createErrorPage(Response.Status.SERVICE_UNAVAILABLE));
        }
    }

    private static Response unstored(Response page) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.fromResponse(page).cacheControl(never).build();
    }

    private Reports reports() {
        return new Reports(Claims.of(session), session.getContext().getRealm().getId());
    }
}
