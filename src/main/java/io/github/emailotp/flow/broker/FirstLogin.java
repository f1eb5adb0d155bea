package io.github.emailotp.flow.broker;

import io.github.emailotp.flow.Upstream;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.ExistingUserInfo;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The login of somebody whom an identity provider has sent for the first time, as Keycloak's steps before this one have left it
 * in the notes of the authentication session. It is read anew in each request.
 */
final class FirstLogin {

    /**
     * Set by {@code IdpReviewProfileAuthenticator}, the second from a later version than the oldest supported one on. The constants
     * that name them have moved between versions.
     */
    private static final List<String> EDITED =
            List.of("UPDATE_PROFILE_EMAIL_CHANGED", "UPDATE_PROFILE_USERNAME_CHANGED");

    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final SerializedBrokeredIdentityContext identity;

    private FirstLogin(
            KeycloakSession session, AuthenticationSessionModel login, SerializedBrokeredIdentityContext identity) {
        this.session = session;
        this.login = login;
        this.identity = identity;
    }

    /**
     * The login of this request.
     *
     * @throws AuthenticationFlowException if nobody has come from a provider: the step stands in another flow
     */
    static FirstLogin of(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        SerializedBrokeredIdentityContext identity = SerializedBrokeredIdentityContext.readFromAuthenticationSession(
                login, AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE);
        if (identity == null) {
            throw new AuthenticationFlowException(
                    "nobody has come from an identity provider", AuthenticationFlowError.IDENTITY_PROVIDER_ERROR);
        }
        return new FirstLogin(context.getSession(), login, identity);
    }

    /** The provider, as it is now; empty if it has been disabled or deleted since. */
    Optional<IdentityProviderModel> provider() {
        return Optional.ofNullable(session.identityProviders().getByAlias(identity.getIdentityProviderId()))
                .filter(IdentityProviderModel::isEnabled);
    }

    /**
     * Whether people have changed the address or user name that the provider has told, so that an account was found by something
     * that they have only typed.
     */
    boolean isEdited() {
        return EDITED.stream().map(login::getAuthNote).anyMatch("true"::equals);
    }

    /** The account that is there already; empty if none was found, or it is gone. */
    Optional<UserModel> account() {
        return Optional.ofNullable(login.getAuthNote(AbstractIdpAuthenticator.EXISTING_USER_INFO))
                .map(ExistingUserInfo::deserialize)
                .map(found -> session.users().getUserById(login.getRealm(), found.getExistingUserId()));
    }

    /** The account at the provider. */
    Upstream upstream(IdentityProviderModel provider) {
        return new Upstream(
                provider.getAlias(),
                KeycloakModelUtils.getIdentityProviderDisplayName(session, provider),
                identity.getId(),
                orEmpty(identity.getBrokerUsername()),
                orEmpty(identity.getEmail()));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
