package io.github.emailotp.flow.endpoint;

import io.github.emailotp.flow.report.ReportPage;
import io.github.emailotp.flow.sending.SendingView;
import io.github.emailotp.otp.Sendings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** All that is asked for by an unguessable id. */
public final class Endpoint {

    static final String SENDINGS = "sendings";

    static final String REPORTS = "reports";

    private static final String ID = "/{id}";

    private final Sendings sendings;
    private final ReportPage reports;

    Endpoint(Sendings sendings, ReportPage reports) {
        this.sendings = sendings;
        this.reports = reports;
    }

    /**
     * Tells how far a mail has got, to whoever knows the sending's id, and nothing of the user: a JSON object with {@code state}. A mail that
     * was only pretended is told like any other.
     */
    @GET
    @Path(SENDINGS + ID)
    @Produces(MediaType.APPLICATION_JSON)
    public Response sending(@PathParam("id") String id) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        String state = sendings.find(id).map(SendingView::state).orElse("unknown");
        return Response.ok(Map.of("state", state)).cacheControl(never).build();
    }

    /** The page on which the owner of an account can tell that a login was not theirs. Changes nothing, however often it is opened. */
    @GET
    @Path(REPORTS + ID)
    @Produces(MediaType.TEXT_HTML)
    public Response report(@PathParam("id") String id) {
        return reports.show(id);
    }

    /** They tell it. */
    @POST
    @Path(REPORTS + ID)
    @Produces(MediaType.TEXT_HTML)
    public Response make(@PathParam("id") String id) {
        return reports.take(id);
    }
}
