package io.github.emailotp.flow.report;

import io.github.emailotp.flow.page.OwnPage;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.ReportedNetworks;
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
import org.keycloak.services.messages.Messages;
import org.keycloak.services.util.LocaleUtil;

/**
 * The page {@code report-mailed-code.ftl}. It names nobody, and is the same for every report that there is not, whyever that is. Thread
 * safety: one instance serves one request.
 */
public final class ReportPage {

    static final String TEMPLATE = "report-mailed-code.ftl";

    private static final String QUESTION = "emailOtpReportAbout";
    private static final String GONE = "emailOtpReportGone";

    private final KeycloakSession session;
    private final Clock clock;

    /** The page in this request. */
    public ReportPage(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Asks whether the report is to be made, or tells what has become of it. */
    public Response show(String id) {
        return guarded(() -> {
            Reports reports = reports();
            return open(reports, id).isPresent() ? page(QUESTION, true, Response.Status.OK) : closed(reports, id);
        });
    }

    /** Makes the report. Of several requests at the same time one does, and all tell it. */
    public Response take(String id) {
        return guarded(() -> {
            Reports reports = reports();
            return open(reports, id)
                    .flatMap(report -> new Making(report, reports, networks()).make(this::page))
                    .orElseGet(() -> closed(reports, id));
        });
    }

    /** A report that can be made, of an account that is there. */
    private Optional<OpenReport> open(Reports reports, String id) {
        RealmModel realm = session.getContext().getRealm();
        return reports.find(id)
                .flatMap(report -> Optional.ofNullable(session.users().getUserById(realm, report.userId()))
                        .map(owner -> new OpenReport(session, realm, owner, id, report, clock)));
    }

    private Response closed(Reports reports, String id) {
        return reports.told(id)
                .map(Told::valueOf)
                .map(this::page)
                .orElseGet(() -> page(GONE, false, Response.Status.NOT_FOUND));
    }

    private Response page(Told told) {
        return page(told.text(), false, Response.Status.OK);
    }

    private Response page(String text, boolean isOpen, Response.Status status) {
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class).setStatus(status);
        Map<String, Object> model = Map.of("isOpen", isOpen, "told", text);
        LocaleUtil.processLocaleParam(session, session.getContext().getRealm(), null);
        return unstored(OwnPage.render(
                session, form, TEMPLATE, model, () -> session.getContext().resolveLocale(null)));
    }

    /** Nothing is done by halves: what has followed until the cells have failed is undone. */
    private Response guarded(Supplier<Response> verb) {
        try {
            return verb.get();
        } catch (ClaimsUnavailableException logged) {
            session.getTransactionManager().setRollbackOnly();
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
        return new Reports(Claims.of(session), session.getContext().getRealm().getId(), clock);
    }

    private ReportedNetworks networks() {
        return new ReportedNetworks(
                Claims.of(session), session.getContext().getRealm().getId(), clock);
    }
}
