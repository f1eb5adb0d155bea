package io.github.emailotp.flow.broker;

import io.github.emailotp.flow.Detour;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.SessionCode;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.StoredSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;

/**
 * The step "Verify existing account by Email code": somebody has come from an identity provider, and there is an account already;
 * whoever has the code that is mailed to its address may link both. It does not set the user before.
 *
 * <p>Where it cannot serve, it leaves people to the next option, as Keycloak's own link by mail does.
 */
final class LinkByCodeAuthenticator implements Authenticator {

    private final Verifications verifications;
    private final StoredSettings storedSettings;

    LinkByCodeAuthenticator(Verifications verifications, StoredSettings storedSettings) {
        this.verifications = verifications;
        this.storedSettings = storedSettings;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Detour.of(context)
                .ifPresentOrElse(
                        context::forceChallenge,
                        () -> serve(context, false, ending -> ending.dialogue().begin(ending)));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (Screen.isLook(context)) {
            SessionCode.keep(context);
            serve(context, true, ending -> ending.dialogue().begin(ending));
        } else {
            MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
            serve(context, true, ending -> ending.dialogue().take(form, ending));
        }
    }

    private void serve(AuthenticationFlowContext context, boolean isOnPage, Consumer<LinkEnding> dialogue) {
        FirstLogin login = FirstLogin.of(context);
        Optional<IdentityProviderModel> provider = login.provider();
        Optional<UserModel> owner = login.account();
        if (provider.isEmpty()) {
            context.forceChallenge(refusal(context));
        } else if (owner.isEmpty() || login.isEdited() || cannotMail(context)) {
            context.attempted();
        } else {
            Occasion occasion = Occasion.ofALink(context, owner.get(), login.upstream(provider.get()));
            dialogue.accept(new LinkEnding(
                    context,
                    verifications,
                    storedSettings.of(context.getRealm(), context.getAuthenticatorConfig()),
                    occasion,
                    isOnPage));
        }
    }

    /** Where no other option is left, people are told that there is a problem. */
    private static boolean cannotMail(AuthenticationFlowContext context) {
        return context.getRealm().getSmtpConfig().isEmpty()
                && context.getExecution().isAlternative();
    }

    /** As Keycloak's own steps have it, but that no failure is counted: whose would it be? */
    private static Response refusal(AuthenticationFlowContext context) {
        context.getEvent()
                .clone()
                .event(EventType.IDENTITY_PROVIDER_LINK_ACCOUNT)
                .error(Errors.IDENTITY_PROVIDER_ERROR);
        return context.form()
                .setError(Messages.IDENTITY_PROVIDER_UNEXPECTED_ERROR)
                .createErrorPage(Response.Status.BAD_REQUEST);
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    /** False, as Keycloak's own: nobody is the owner before they have proven it. */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return false;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // There is nothing to set up: the address belongs to the account.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
