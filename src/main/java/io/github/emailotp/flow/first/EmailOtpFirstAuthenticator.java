package io.github.emailotp.flow.first;

import io.github.emailotp.flow.Addressee;
import io.github.emailotp.flow.Detour;
import io.github.emailotp.flow.EarlierUser;
import io.github.emailotp.flow.NameStep;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.SessionCode;
import io.github.emailotp.flow.TypedName;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.FirstStepSettings;
import io.github.emailotp.settings.StoredSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * The step "Email code as the first step": asks for a name, mails a code to whoever it means, and asks for that. Before the right code
 * nobody is the login's user: Keycloak's pages would tell that there is one.
 */
final class EmailOtpFirstAuthenticator extends NameStep {

    private final Verifications verifications;
    private final StoredSettings storedSettings;

    EmailOtpFirstAuthenticator(Verifications verifications, StoredSettings storedSettings) {
        this.verifications = verifications;
        this.storedSettings = storedSettings;
    }

    /** The page that asks for a name mails nothing, so it may be lost. */
    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (NameBefore.isOnlyTheApplications(context)) {
            NameBefore.beginAnew(context);
            return;
        }
        Detour.refusal(context)
                .or(() -> NameBefore.takeOver(context, settings(context))
                        .map(page -> Response.seeOther(page).build()))
                .or(() -> occasion(context).flatMap(occasion -> Detour.of(context)))
                .ifPresentOrElse(
                        context::forceChallenge,
                        () -> serve(context, ending -> ending.dialogue().begin(ending)));
    }

    /** Once somebody is the login's user, no name is taken any more, nor a passkey. */
    @Override
    public void action(AuthenticationFlowContext context) {
        EarlierUser.forgetUnlessProven(context);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        boolean isOpen = context.getUser() == null;
        if (Screen.isLook(context)) {
            SessionCode.keep(context);
            serve(context, ending -> ending.dialogue().begin(ending));
        } else if (isOpen && NameForm.hasName(form)) {
            take(context, form);
        } else if (isOpen && NameForm.hasPasskey(form)) {
            NameForm.takePasskey(context, form);
        } else {
            serve(context, ending -> ending.dialogue().take(form, ending));
        }
    }

    private void take(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        Optional<TypedName> name = NameForm.read(form, settings(context));
        if (name.isPresent()) {
            name.get().keep(context);
            RememberMe.note(context, form);
            serve(context, ending -> ending.dialogue().begin(ending));
        } else {
            NameForm.showInvalid(context, settings(context));
        }
    }

    /** Whoever has given no name yet gets the page that asks for it, whatever they have posted. */
    private void serve(AuthenticationFlowContext context, Consumer<FirstEnding> dialogue) {
        occasion(context)
                .map(occasion -> new FirstEnding(
                        context,
                        verifications,
                        storedSettings.of(context.getRealm(), context.getAuthenticatorConfig()),
                        occasion))
                .ifPresentOrElse(dialogue, () -> NameForm.show(context));
    }

    /** Empty if it is not known yet whom to ask. Who has shown who they are, and logs in again, is asked for the code of the account that they have. */
    private Optional<Occasion> occasion(AuthenticationFlowContext context) {
        if (context.getUser() != null) {
            return Optional.of(Occasion.of(context, Purpose.FIRST));
        }
        return TypedName.of(context)
                .map(name -> Occasion.ofAName(context, Purpose.FIRST, addressee(context, name), name.text()));
    }

    private Addressee addressee(AuthenticationFlowContext context, TypedName name) {
        FirstStepSettings settings = settings(context);
        return name.addressee(context, settings.names(), NewAccount.possible(context, settings));
    }

    private FirstStepSettings settings(AuthenticationFlowContext context) {
        return storedSettings.of(context.getRealm(), context.getAuthenticatorConfig(), FirstStepSettings::read);
    }
}
