package io.github.emailotp.flow;

import java.net.URI;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.forms.login.LoginFormsProvider;

/**
 * Where the page of a dialogue is shown.
 *
 * @param form makes pages that post to whatever asks for the code
 * @param refresh where the page as it is now can be got, with nothing but a look
 */
public record Screen(Supplier<LoginFormsProvider> form, URI refresh) {

    /** The page of a step of a flow. */
    public static Screen of(AuthenticationFlowContext flow) {
        return new Screen(flow::form, flow.getRefreshExecutionUrl());
    }
}
