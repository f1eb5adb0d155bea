package io.github.emailotp.flow.first;

import io.github.emailotp.flow.Addressee.Account;
import io.github.emailotp.flow.Addressee.Newcomer;
import io.github.emailotp.flow.CodeDialogue;
import io.github.emailotp.flow.Ending;
import io.github.emailotp.flow.FirstProof;
import io.github.emailotp.flow.LoginFailure;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.TypedName;
import io.github.emailotp.flow.TypedSuccess;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.flow.VerifiedAddress;
import io.github.emailotp.settings.EmailOtpSettings;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** The one place where a request of the step ends. */
final class FirstEnding implements Ending {

    private final AuthenticationFlowContext context;
    private final Verifications verifications;
    private final EmailOtpSettings settings;
    private final Occasion occasion;

    FirstEnding(
            AuthenticationFlowContext context,
            Verifications verifications,
            EmailOtpSettings settings,
            Occasion occasion) {
        this.context = context;
        this.verifications = verifications;
        this.settings = settings;
        this.occasion = occasion;
    }

    CodeDialogue dialogue() {
        return verifications.dialogue(occasion, settings, Screen.of(context));
    }

    /** The login has a user from now on, and this request goes on with them. */
    @Override
    public void accepted() {
        boolean isNew = occasion.addressee() instanceof Newcomer;
        Optional<UserModel> whose =
                isNew ? NewAccount.make(context, occasion.addressee().address()) : Optional.of(occasion.user());
        if (whose.isEmpty()) {
            NameForm.showTaken(context);
            return;
        }
        UserModel owner = whose.get();
        FirstProof.makeIfDue(occasion);
        VerifiedAddress.keep(owner);
        verifications.passed(occasion.of(owner), settings);
        context.setUser(owner);
        TypedName.tell(context);
        TypedSuccess.end(context, PasswordCredentialModel.TYPE);
    }

    /** As a wrong password, of the account that was asked; and of nobody, if the name means none. */
    @Override
    public void refused(Response page) {
        if (occasion.addressee() instanceof Account account) {
            LoginFailure.count(context, account.user(), PasswordCredentialModel.TYPE);
        }
        context.forceChallenge(page);
    }

    /** Only of somebody who logs in again: to a name without an address, the page is the same as to any other. */
    @Override
    public void unreachable(Supplier<Response> page) {
        context.forceChallenge(page.get());
    }

    /** Keycloak counts no failure. */
    @Override
    public void shown(Response page) {
        context.forceChallenge(page);
    }
}
