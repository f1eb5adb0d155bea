package io.github.emailotp.flow.registration;

import io.github.emailotp.flow.Detour;
import io.github.emailotp.flow.EarlierUser;
import io.github.emailotp.flow.NameStep;
import io.github.emailotp.flow.OtherAddress;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.SessionCode;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.StoredSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.events.Errors;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The step "Email code before the registration": asks for an address, mails a code to it, and asks for that. Whoever has an account learns it with
 * the right code, and nobody before.
 */
final class AddressFirstAuthenticator extends NameStep {

    private final Verifications verifications;
    private final StoredSettings storedSettings;

    AddressFirstAuthenticator(Verifications verifications, StoredSettings storedSettings) {
        this.verifications = verifications;
        this.storedSettings = storedSettings;
    }

    /** The page that asks for an address mails nothing, so it may be lost. */
    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        Invitation.keep(context.getUriInfo(), login);
        if (Invitation.isMissing(context.getUriInfo(), login)) {
            context.forceChallenge(Response.seeOther(Invitation.in(OtherAddress.here(context), login))
                    .build());
            return;
        }
        Optional<TypedAddress> typed = TypedAddress.of(login);
        if (typed.isPresent() && OtherAddress.isAskedFor(context.getUriInfo())) {
            TypedAddress.forget(login);
            if (OtherAddress.isAskedForAnew(context.getUriInfo())) {
                TypedAddress.forgetCode(login, context.getExecution().getId());
            }
            AddressPage.show(context, typed.get().text());
            return;
        }
        Optional<Response> instead = typed.isPresent() ? Detour.of(context) : Detour.refusal(context);
        instead.ifPresentOrElse(
                context::forceChallenge,
                () -> serve(context, ending -> ending.dialogue().begin(ending)));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (Screen.isLook(context)) {
            SessionCode.keep(context);
            serve(context, ending -> ending.dialogue().begin(ending));
        } else if (form.containsKey(AddressPage.FIELD)) {
            take(context, form.getFirst(AddressPage.FIELD));
        } else {
            serve(context, ending -> ending.dialogue().take(form, ending));
        }
    }

    private void take(AuthenticationFlowContext context, String typed) {
        Optional<TypedAddress> address = TypedAddress.read(typed);
        if (address.isPresent()) {
            address.get().keep(context.getAuthenticationSession());
            serve(context, ending -> ending.dialogue().begin(ending));
        } else {
            AddressPage.showInvalid(context, typed);
        }
    }

    /** Whoever has typed no address yet gets the page that asks for it, whatever they have posted. */
    private void serve(AuthenticationFlowContext context, Consumer<AddressEnding> dialogue) {
        requireNobody(context);
        if (AccountInTheWay.isMetBy(context.getAuthenticationSession())) {
            AddressPage.showAccount(context);
            return;
        }
        TypedAddress.of(context.getAuthenticationSession())
                .map(address -> AddressEnding.of(context, verifications, storedSettings, address))
                .ifPresentOrElse(
                        dialogue,
                        () -> AddressPage.show(context, AddressPage.hint(context.getAuthenticationSession())));
    }

    /**
     * As {@code RegistrationUserCreation} has it: somebody has come back from a login that knows its user. Whoever has only typed a name there is
     * nobody: that it means somebody would be told.
     */
    private static void requireNobody(AuthenticationFlowContext context) {
        EarlierUser.forgetUnlessProven(context);
        if (context.getUser() != null) {
            throw new AuthenticationFlowException(
                    AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR,
                    Errors.DIFFERENT_USER_AUTHENTICATING,
                    Messages.EXPIRED_ACTION);
        }
    }
}
