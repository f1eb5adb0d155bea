package io.github.emailotp.flow.resetcredentials;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.flow.CodeDialogue;
import io.github.emailotp.flow.Ending;
import io.github.emailotp.flow.FirstProof;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.TypedName;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.flow.VerifiedAddress;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.ResetSettings;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;

/** The one place where a request of the step ends. Keycloak counts nobody's failures: who may reset is not locked by it. */
final class ResetEnding implements Ending {

    private final AuthenticationFlowContext context;
    private final Verifications verifications;
    private final EmailOtpSettings settings;
    private final ResetSettings reset;
    private final Occasion occasion;

    ResetEnding(
            AuthenticationFlowContext context,
            Verifications verifications,
            EmailOtpSettings settings,
            ResetSettings reset,
            Occasion occasion) {
        this.context = context;
        this.verifications = verifications;
        this.settings = settings;
        this.reset = reset;
        this.occasion = occasion;
    }

    CodeDialogue dialogue() {
        return verifications.dialogue(occasion, settings, Screen.of(context));
    }

    /** The login has a user from now on, and this request goes on with them. */
    @Override
    public void accepted() {
        UserModel owner = occasion.user();
        FirstProof.makeIfDue(occasion);
        VerifiedAddress.keep(owner);
        verifications.passed(occasion, settings);
        verifications.trustsNone(occasion);
        occasion.event()
                .clone()
                .event(EventType.RESET_PASSWORD)
                .detail(Details.AUTH_METHOD, MailEvents.METHOD)
                .success();
        if (!reset.logsIn()) {
            LoginAfterwards.isLeftToPeople(context.getAuthenticationSession());
        }
        context.setUser(owner);
        TypedName.tell(context);
        context.success();
    }

    @Override
    public void refused(Response page) {
        context.forceChallenge(page);
    }

    /** A name without an address is nobody's. */
    @Override
    public void unreachable(Supplier<Response> page) {
        context.forceChallenge(page.get());
    }

    @Override
    public void shown(Response page) {
        context.forceChallenge(page);
    }
}
