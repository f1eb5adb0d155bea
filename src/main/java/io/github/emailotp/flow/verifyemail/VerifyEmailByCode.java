package io.github.emailotp.flow.verifyemail;

import io.github.emailotp.flow.AccountGone;
import io.github.emailotp.flow.CodeAction;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Restart;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.StoredSettings;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.RequiredActionContext;

/**
 * Verifies the address of an account by a code, where Keycloak's own action does by a link, under the same conditions; in a realm
 * that has both switched on, it comes in the place of that one.
 */
final class VerifyEmailByCode extends CodeAction {

    /** {@code AuthenticationManager.NEW_USER_REGISTERED}, of 26.7. */
    private static final String NEW_USER = "NEW_USER_REGISTERED";

    private final Demand demand;

    VerifyEmailByCode(Verifications verifications, StoredSettings storedSettings, Demand demand) {
        super(VerifyEmailByCodeFactory.PROVIDER_ID, Purpose.VERIFY, verifications, storedSettings);
        this.demand = demand;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        demand.lookAt(context.getRealm(), context.getUser());
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (context.getUser().isEmailVerified()) {
            passOn(context);
        } else if (hasNoAddress(context.getUser())) {
            context.ignore();
        } else {
            if (isRegistration(context)) {
                // Of the login, too: the account's is gone once the address is verified elsewhere, and then this login
                // must come here.
                context.getAuthenticationSession().addRequiredAction(VerifyEmailByCodeFactory.PROVIDER_ID);
            }
            Occasion occasion = occasion(context);
            dialogue(context, occasion).begin(new VerifyEnding(context, occasion));
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (context.getUser() == null) {
            AccountGone.end(context);
        } else if (context.getUser().isEmailVerified()) {
            passOn(context);
        } else {
            Occasion occasion = occasion(context);
            dialogue(context, occasion)
                    .take(context.getHttpRequest().getDecodedFormParameters(), new VerifyEnding(context, occasion));
        }
    }

    /**
     * It was verified elsewhere meanwhile. Whoever has just registered may have done so with somebody else's address, who has
     * then proven that it is theirs: this login goes no further, least of all to a new password, but begins anew, as Keycloak's
     * own action has it.
     */
    private static void passOn(RequiredActionContext context) {
        if (isRegistration(context)) {
            context.challenge(Response.seeOther(Restart.of(context.getSession(), context.getAuthenticationSession()))
                    .build());
        } else {
            context.success();
        }
    }

    private static boolean isRegistration(RequiredActionContext context) {
        return "true".equals(context.getAuthenticationSession().getAuthNote(NEW_USER));
    }
}
