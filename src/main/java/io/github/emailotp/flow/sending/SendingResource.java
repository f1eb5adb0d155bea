package io.github.emailotp.flow.sending;

import io.github.emailotp.otp.Sendings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * Tells how far a mail has got, to whoever knows the sending's unguessable id, and nothing of the user. A mail that was only
 * pretended is told like any other.
 */
public final class SendingResource {

    static final String PATH = "sendings";

    private final Sendings sendings;

    SendingResource(Sendings sendings) {
        this.sendings = sendings;
    }

    /** A JSON object with {@code state}. */
    @GET
    @Path(PATH + "/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response sending(@PathParam("id") String id) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        String state = sendings.find(id).map(SendingView::state).orElse("unknown");
        return Response.ok(Map.of("state", state)).cacheControl(never).build();
    }
}
