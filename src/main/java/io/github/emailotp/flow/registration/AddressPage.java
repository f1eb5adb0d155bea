package io.github.emailotp.flow.registration;

import io.github.emailotp.flow.OtherAddress;
import io.github.emailotp.flow.page.OwnPage;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The pages around the code's: the one that asks for an address, and the one that tells whoever has proven it that it has an account. */
final class AddressPage {

    /** As in Keycloak's registration form. */
    static final String FIELD = UserModel.EMAIL;

    private static final String TEMPLATE = "register-mailed-code.ftl";

    private AddressPage() {}

    /** What an invitation, or the application, knows of whoever comes: it fills in the field, and mails nothing. */
    static String hint(AuthenticationSessionModel login) {
        return Invitation.address(login)
                .or(() -> Optional.ofNullable(login.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM)))
                .flatMap(TypedAddress::read)
                .map(TypedAddress::text)
                .orElse("");
    }

    /**
     * Asks for an address.
     *
     * @param address what stands in the field
     */
    static void show(AuthenticationFlowContext context, String address) {
        context.forceChallenge(asking(context, context.form(), address));
    }

    static void showInvalid(AuthenticationFlowContext context, String address) {
        LoginFormsProvider form = context.form().addError(new FormMessage(FIELD, Messages.INVALID_EMAIL));
        context.forceChallenge(
                asking(context, form, Optional.ofNullable(address).orElse("")));
    }

    private static Response asking(AuthenticationFlowContext context, LoginFormsProvider form, String address) {
        return page(context, form, Map.of("state", "address", "address", address));
    }

    /** The ways on are Keycloak's own. */
    static void showAccount(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String other = OtherAddress.of(
                        context.getSession(), login, context.getExecution().getId())
                .toString();
        String address = TypedAddress.of(login).map(TypedAddress::text).orElse("");
        context.forceChallenge(page(
                context, context.form(), Map.of("state", "account", "address", address, "otherAddressUrl", other)));
    }

    private static Response page(
            AuthenticationFlowContext context, LoginFormsProvider form, Map<String, Object> model) {
        KeycloakSession session = context.getSession();
        return OwnPage.render(
                session, form, TEMPLATE, model, () -> session.getContext().resolveLocale(null));
    }
}
