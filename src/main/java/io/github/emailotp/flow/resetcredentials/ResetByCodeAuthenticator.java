package io.github.emailotp.flow.resetcredentials;

import io.github.emailotp.flow.Detour;
import io.github.emailotp.flow.NameStep;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.SessionCode;
import io.github.emailotp.flow.TypedName;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.ResetSettings;
import io.github.emailotp.settings.StoredSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * The step "Reset by email code": asks for a name, mails a code to whoever it means, and asks for that. Whoever passes it over has no user, and
 * all that follows in the flow needs one: it ends in an error, and in nobody's account.
 */
final class ResetByCodeAuthenticator extends NameStep {

    private final Verifications verifications;
    private final StoredSettings storedSettings;

    ResetByCodeAuthenticator(Verifications verifications, StoredSettings storedSettings) {
        this.verifications = verifications;
        this.storedSettings = storedSettings;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (NewBeginning.isDue(context)) {
            NewBeginning.make(context);
            return;
        }
        NewBeginning.end(context);
        instead(context)
                .ifPresentOrElse(
                        context::forceChallenge,
                        () -> serve(context, ending -> ending.dialogue().begin(ending)));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (NewBeginning.isDue(context)) {
            NewBeginning.make(context);
        } else if (Screen.isLook(context)) {
            SessionCode.keep(context);
            serve(context, ending -> ending.dialogue().begin(ending));
        } else if (ResetForm.hasName(form)) {
            take(context, form);
        } else {
            serve(context, ending -> ending.dialogue().take(form, ending));
        }
    }

    private void take(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        Optional<TypedName> name = ResetForm.read(form, settings(context).names());
        if (name.isPresent()) {
            name.get().keep(context);
            serve(context, ending -> ending.dialogue().begin(ending));
        } else {
            ResetForm.showInvalid(context, settings(context).names());
        }
    }

    /** The page that asks for a name mails nothing, so it may be lost. */
    private Optional<Response> instead(AuthenticationFlowContext context) {
        Optional<Response> refusal =
                Detour.refusal(context).or(() -> LoginAfterwards.detour(context, settings(context)));
        return refusal.isEmpty() && occasion(context).isPresent() ? Detour.of(context) : refusal;
    }

    /** Whoever has given no name yet gets the page that asks for it, whatever they have posted. */
    private void serve(AuthenticationFlowContext context, Consumer<ResetEnding> dialogue) {
        occasion(context)
                .map(occasion -> new ResetEnding(
                        context,
                        verifications,
                        storedSettings.of(context.getRealm(), context.getAuthenticatorConfig()),
                        settings(context),
                        occasion))
                .ifPresentOrElse(dialogue, () -> ResetForm.show(context));
    }

    private Optional<Occasion> occasion(AuthenticationFlowContext context) {
        return TypedName.of(context)
                .map(name -> Occasion.ofAName(
                        context,
                        Purpose.RESET,
                        name.addressee(context, settings(context).names(), address -> false),
                        name.text()));
    }

    private ResetSettings settings(AuthenticationFlowContext context) {
        return storedSettings.of(context.getRealm(), context.getAuthenticatorConfig(), ResetSettings::read);
    }
}
