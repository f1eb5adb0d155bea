package io.github.emailotp.flow;

import io.github.emailotp.otp.Purpose;
import io.github.emailotp.storage.ReportedLogin.Password;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.provider.ProviderFactory;

/** Whether whoever is asked for a code has shown the account's password: in this login, or in that of the browser's session. */
record ShownPassword(Occasion occasion) {

    Password password() {
        boolean isValidated = isOwners(occasion.login().getAuthenticatedUser())
                && AuthenticatorUtil.isPasswordValidated(occasion.login());
        if (isValidated && occasion.purpose() == Purpose.LOGIN) {
            return Password.SHOWN;
        }
        return isValidated || completed().anyMatch(this::isPassword) ? Password.SHOWN_EARLIER : Password.NOT_SHOWN;
    }

    /** The steps that were passed. A login has those of the session before it from its first step on. */
    private Stream<String> completed() {
        UserSessionModel session = occasion.session()
                .sessions()
                .getUserSession(
                        occasion.realm(), occasion.login().getParentSession().getId());
        return Stream.of(
                        isOwners(occasion.login().getAuthenticatedUser())
                                ? occasion.login().getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED)
                                : null,
                        session != null && isOwners(session.getUser())
                                ? session.getNote(Constants.AUTHENTICATORS_COMPLETED)
                                : null)
                .filter(Objects::nonNull)
                .flatMap(note -> AuthenticatorUtils.parseCompletedExecutions(note).keySet().stream());
    }

    /** Keycloak counts the form of a name among those of passwords, and our first step counts itself among them, in whose place it stands. */
    private boolean isPassword(String execution) {
        return Optional.ofNullable(occasion.realm().getAuthenticationExecutionById(execution))
                .map(AuthenticationExecutionModel::getAuthenticator)
                .filter(provider -> !provider.equals(UsernameFormFactory.PROVIDER_ID))
                .map(this::factory)
                .filter(factory -> !(factory instanceof CodeStepFactory))
                .filter(ConfigurableAuthenticatorFactory.class::isInstance)
                .map(ConfigurableAuthenticatorFactory.class::cast)
                .filter(factory -> PasswordCredentialModel.TYPE.equals(factory.getReferenceCategory()))
                .isPresent();
    }

    private ProviderFactory<Authenticator> factory(String provider) {
        return occasion.session().getKeycloakSessionFactory().getProviderFactory(Authenticator.class, provider);
    }

    private boolean isOwners(UserModel user) {
        return user != null && user.getId().equals(occasion.addressee().id());
    }
}
