package io.github.emailotp.flow.verifyemail;

import io.github.emailotp.flow.ActionEnding;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.VerifiedAddress;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;

/** The one place where a request of the action ends. */
final class VerifyEnding extends ActionEnding {

    private final Occasion occasion;

    VerifyEnding(RequiredActionContext context, Occasion occasion) {
        super(context);
        this.occasion = occasion;
    }

    /** The code is bound to the address, so it is the account's still. */
    @Override
    public void accepted() {
        UserModel user = context.getUser();
        VerifiedAddress.keep(user);
        // Of the login, too: Keycloak's own action would begin it anew.
        context.getAuthenticationSession().removeRequiredAction(RequiredAction.VERIFY_EMAIL);
        occasion.event().success();
        context.success();
    }
}
