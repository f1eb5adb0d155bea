package io.github.emailotp.flow.broker;

import io.github.emailotp.flow.CodeDialogue;
import io.github.emailotp.flow.Ending;
import io.github.emailotp.flow.FirstProof;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.flow.VerifiedAddress;
import io.github.emailotp.settings.EmailOtpSettings;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;

/**
 * The one place where a request ends that has an account to link. Nobody's failures are counted by Keycloak: until the right code,
 * whoever sits there is not the owner. The account's budget counts.
 */
final class LinkEnding implements Ending {

    private final AuthenticationFlowContext context;
    private final Verifications verifications;
    private final EmailOtpSettings settings;
    private final Occasion occasion;
    private final boolean isOnPage;

    /**
     * The end of one request.
     *
     * @param isOnPage whether the person stands on the step's page already
     */
    LinkEnding(
            AuthenticationFlowContext context,
            Verifications verifications,
            EmailOtpSettings settings,
            Occasion occasion,
            boolean isOnPage) {
        this.context = context;
        this.verifications = verifications;
        this.settings = settings;
        this.occasion = occasion;
        this.isOnPage = isOnPage;
    }

    CodeDialogue dialogue() {
        return verifications.dialogue(occasion, settings, Screen.of(context));
    }

    /** Keycloak links the account of the login at the end of the flow. As by its own link, the address is verified, too. */
    @Override
    public void accepted() {
        UserModel owner = occasion.user();
        FirstProof.makeIfDue(occasion);
        VerifiedAddress.keep(owner);
        verifications.passed(occasion, settings);
        occasion.event().success();
        context.setUser(owner);
        context.success();
    }

    @Override
    public void refused(Response page) {
        context.forceChallenge(page);
    }

    /** Whoever is on the page already is told there, and not found at another step without a word. */
    @Override
    public void unreachable(Supplier<Response> page) {
        if (!isOnPage && context.getExecution().isAlternative()) {
            context.attempted();
        } else {
            context.forceChallenge(page.get());
        }
    }

    @Override
    public void shown(Response page) {
        context.forceChallenge(page);
    }
}
