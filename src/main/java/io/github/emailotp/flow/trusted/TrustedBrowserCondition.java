package io.github.emailotp.flow.trusted;

import io.github.emailotp.flow.AskedForMore;
import io.github.emailotp.flow.BrowserTrust;
import io.github.emailotp.flow.CodeStepFactory;
import io.github.emailotp.flow.Condition;
import io.github.emailotp.settings.TrustSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/**
 * Lets the rest of its sub-flow come unless the user trusts this browser. How long they may is a setting of the steps beside it, so that
 * what an administrator makes shorter, or switches off, is so at once. In doubt, the sub-flow comes.
 */
final class TrustedBrowserCondition extends Condition {

    private static final String DETAIL = "email_otp_trusted_browser";

    private final Clock clock;

    TrustedBrowserCondition(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        Optional<Instant> since = Optional.ofNullable(context.getUser())
                .filter(BrowserTrust::isPossible)
                .flatMap(user -> new BrowserTrust(context.getSession(), context.getRealm(), user, clock)
                        .givenSince(longest(
                                context.getRealm(), context.getExecution().getParentFlow())))
                .filter(given -> !AskedForMore.in(context));
        AgeOfTheCode.tell(
                context.getAuthenticationSession(), context.getExecution().getId(), since);
        since.ifPresent(given -> context.getEvent().detail(DETAIL, "true"));
        return since.isEmpty();
    }

    private static Duration longest(RealmModel realm, String flow) {
        return steps(realm, flow)
                .map(step -> Optional.ofNullable(step.getAuthenticatorConfig())
                        .map(realm::getAuthenticatorConfigById)
                        .map(AuthenticatorConfigModel::getConfig)
                        .map(TrustSettings::readQuietly)
                        .map(TrustSettings::trustedBrowser)
                        .orElse(Duration.ZERO))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Of the flow and what stands in it, but for what is Disabled. */
    private static Stream<AuthenticationExecutionModel> steps(RealmModel realm, String flow) {
        return realm.getAuthenticationExecutionsStream(flow)
                .filter(AuthenticationExecutionModel::isEnabled)
                .flatMap(part -> part.isAuthenticatorFlow() ? steps(realm, part.getFlowId()) : Stream.of(part))
                .filter(step -> CodeStepFactory.EMAIL_CODE.equals(step.getAuthenticator()));
    }

    @Override
    public boolean requiresUser() {
        return true;
    }
}
