package io.github.emailotp.flow.verifyemail;

import io.github.emailotp.flow.CodeDialogue;
import io.github.emailotp.flow.Ending;
import io.github.emailotp.flow.Occasion;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;

/** The one place where a request of the action ends. Keycloak counts no failures of required actions; the account's budget does. */
final class VerifyEnding implements Ending {

    private final RequiredActionContext context;
    private final Occasion occasion;
    private final CodeDialogue dialogue;

    VerifyEnding(RequiredActionContext context, Occasion occasion, CodeDialogue dialogue) {
        this.context = context;
        this.occasion = occasion;
        this.dialogue = dialogue;
    }

    void begin() {
        dialogue.begin(this);
    }

    void take(MultivaluedMap<String, String> form) {
        dialogue.take(form, this);
    }

    /** The code is bound to the address, so it is the account's still. */
    @Override
    public void accepted() {
        UserModel user = context.getUser();
        user.setEmailVerified(true);
        // Of the login, too: Keycloak's own action would begin it anew.
        user.removeRequiredAction(RequiredAction.VERIFY_EMAIL);
        context.getAuthenticationSession().removeRequiredAction(RequiredAction.VERIFY_EMAIL);
        occasion.event().success();
        context.success();
    }

    @Override
    public void refused(Response page) {
        context.challenge(page);
    }

    @Override
    public void unreachable(Supplier<Response> page) {
        context.challenge(page.get());
    }

    @Override
    public void shown(Response page) {
        context.challenge(page);
    }
}
