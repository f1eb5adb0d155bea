package io.github.emailotp.flow;

import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.authentication.RequiredActionContext;

/** Where a request of a required action ends. Keycloak counts no failures of required actions; the account's budget does. */
public abstract class ActionEnding implements Ending {

    protected final RequiredActionContext context;

    protected ActionEnding(RequiredActionContext context) {
        this.context = context;
    }

    @Override
    public final void refused(Response page) {
        context.challenge(page);
    }

    @Override
    public final void unreachable(Supplier<Response> page) {
        context.challenge(page.get());
    }

    @Override
    public final void shown(Response page) {
        context.challenge(page);
    }
}
