package io.github.emailotp.flow;

import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** How a flow ends a request: it answers each way that a {@link CodeDialogue} can come out, and is called once. */
public interface Ending {

    /** The right code: this request alone has passed. */
    void accepted();

    /** A code was compared and is wrong. */
    void refused(Response page);

    /**
     * There is no address to mail a code to.
     *
     * @param page says so, and what else there is
     */
    void unreachable(Supplier<Response> page);

    /** No code was compared, or the right one was typed too late: the page says what helps. */
    void shown(Response page);
}
