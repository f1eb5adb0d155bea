package io.github.emailotp.flow.resetcredentials;

import io.github.emailotp.flow.TypedName;
import io.github.emailotp.settings.NameSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.validation.Validation;

/** The page that asks for a name: Keycloak's own of a reset, with the name that was typed last. */
final class ResetForm {

    private static final String NAME = Validation.FIELD_USERNAME;

    private ResetForm() {}

    static void show(AuthenticationFlowContext context) {
        context.forceChallenge(context.form().createPasswordReset());
    }

    static void showInvalid(AuthenticationFlowContext context, NameSettings settings) {
        String why = settings.takesUserNames() ? Messages.INVALID_USERNAME_OR_EMAIL : Messages.INVALID_EMAIL;
        context.forceChallenge(
                context.form().addError(new FormMessage(NAME, why)).createPasswordReset());
    }

    /** Whether a name was posted. */
    static boolean hasName(MultivaluedMap<String, String> form) {
        return form.containsKey(NAME);
    }

    /** The name that was posted; empty if it is none. */
    static Optional<TypedName> read(MultivaluedMap<String, String> form, NameSettings settings) {
        return TypedName.read(form.getFirst(NAME), settings);
    }
}
