package io.github.emailotp.flow.first;

import io.github.emailotp.delivery.StandIn;
import io.github.emailotp.flow.TypedName;
import io.github.emailotp.settings.FirstStepSettings;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;

/**
 * The page that asks for a name: that of Keycloak's <i>Username Form</i>, with all that its version has on it, such as identity providers, the link to
 * the registration, <i>Remember me</i> and passkeys. The name that it posts is not Keycloak's to read, which would tell who has an account and
 * take whoever is meant for whoever has typed it.
 */
final class NameForm {

    /** {@code UsernameFormFactory}. */
    private static final String KEYCLOAKS = "auth-username-form";

    private static final String NAME = AuthenticationManager.FORM_USERNAME;

    /** {@code WebAuthnConstants}: without the first, or the last, nothing was asked of a passkey. */
    private static final List<String> OF_A_PASSKEY =
            List.of("authenticatorData", "clientDataJSON", "signature", "credentialId", "userHandle", "error");

    private NameForm() {}

    /** With the name that the application, or the box <i>Remember me</i>, knows: that alone mails nothing. */
    static void show(AuthenticationFlowContext context) {
        keycloaks(context).authenticate(context);
    }

    static void showInvalid(AuthenticationFlowContext context, FirstStepSettings settings) {
        String why = settings.names().takesUserNames() ? Messages.INVALID_USERNAME_OR_EMAIL : Messages.INVALID_EMAIL;
        context.form().addError(new FormMessage(NAME, why));
        show(context);
    }

    /** To whoever has proven an address for which another request makes an account just now: from then on, it is theirs to log in with. */
    static void showTaken(AuthenticationFlowContext context) {
        TypedName.forget(context);
        context.form().addError(new FormMessage(NAME, Messages.EMAIL_EXISTS));
        show(context);
    }

    /** Whether a name was posted. */
    static boolean hasName(MultivaluedMap<String, String> form) {
        return form.containsKey(NAME);
    }

    /** The name that was posted; empty if it is none. */
    static Optional<TypedName> read(MultivaluedMap<String, String> form, FirstStepSettings settings) {
        return TypedName.read(form.getFirst(NAME), settings.names());
    }

    /** Whether a passkey, or what the browser says of it, was posted. */
    static boolean hasPasskey(MultivaluedMap<String, String> form) {
        return OF_A_PASSKEY.stream().anyMatch(form::containsKey);
    }

    /**
     * Has Keycloak look at a passkey, and at nothing else: a version, or a realm, that takes none takes a name here, and finds none. Of whom it is, it
     * says itself: a broken one is no failure of whose name was typed before.
     */
    static void takePasskey(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        context.getAuthenticationSession().removeAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
        MultivaluedMap<String, String> passkey = new MultivaluedHashMap<>();
        OF_A_PASSKEY.stream().filter(form::containsKey).forEach(field -> passkey.put(field, form.get(field)));
        HttpRequest request = StandIn.of(
                HttpRequest.class,
                context.getHttpRequest(),
                Map.of("getDecodedFormParameters", (arguments, original) -> passkey));
        keycloaks(context)
                .action(StandIn.of(
                        AuthenticationFlowContext.class,
                        context,
                        Map.of("getHttpRequest", (arguments, original) -> request)));
    }

    /** It takes whoever is the login's user already for somebody who need show nothing more. */
    private static Authenticator keycloaks(AuthenticationFlowContext context) {
        if (context.getUser() != null) {
            throw new IllegalStateException("the login has a user already");
        }
        return context.getSession().getProvider(Authenticator.class, KEYCLOAKS);
    }
}
