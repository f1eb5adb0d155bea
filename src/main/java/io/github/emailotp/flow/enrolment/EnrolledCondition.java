package io.github.emailotp.flow.enrolment;

import io.github.emailotp.flow.Condition;
import io.github.emailotp.flow.NeedsNoSetUp;
import io.github.emailotp.storage.Enrolment;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RealmModel;

/**
 * Lets the rest of its sub-flow come for whoever has enrolled the email code or, where the code is one of several ways there, has set up
 * another: Keycloak's own <i>Condition - user configured</i> takes anybody for somebody who can be mailed a code.
 *
 * <p>Other ways count wherever they stand below: in a sub-flow, be it Required or Conditional, the steps may be Alternative. Rather somebody
 * is asked for too much than passed over.
 *
 * <p>Whoever has enrolled with another address than they have now meets it, too: to change one's address is no way to be asked for less.
 * Without any user it is met: what then comes says that nobody is known, rather than being passed over.
 */
final class EnrolledCondition extends Condition {

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        return context.getUser() == null
                || new Enrolment(context.getUser()).isThere()
                || ways(context.getRealm(), context.getExecution().getParentFlow())
                        .filter(way -> way.isAlternative() || way.isAuthenticatorFlow())
                        .anyMatch(way -> isSetUp(context, way));
    }

    private static Stream<AuthenticationExecutionModel> ways(RealmModel realm, String flow) {
        return realm.getAuthenticationExecutionsStream(flow).filter(AuthenticationExecutionModel::isEnabled);
    }

    private static boolean isSetUp(AuthenticationFlowContext context, AuthenticationExecutionModel way) {
        if (way.isAuthenticatorFlow()) {
            return ways(context.getRealm(), way.getFlowId()).anyMatch(step -> isSetUp(context, step));
        }
        Authenticator step = context.getSession().getProvider(Authenticator.class, way.getAuthenticator());
        return step != null
                && !(step instanceof NeedsNoSetUp)
                && !(step instanceof ConditionalAuthenticator)
                && step.configuredFor(context.getSession(), context.getRealm(), context.getUser());
    }
}
