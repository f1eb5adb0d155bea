package io.github.emailotp.flow.first;

import io.github.emailotp.flow.CodeStepFactory;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.settings.FirstStepSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the step "Email code as the first step", {@value #PROVIDER_ID}. */
public final class EmailOtpFirstAuthenticatorFactory extends CodeStepFactory {

    /** Keycloak has no such step; its {@code auth-username-form} tells who has an account. */
    public static final String PROVIDER_ID = "auth-email-otp-first";

    /** The step as it is delivered. */
    public EmailOtpFirstAuthenticatorFactory() {
        super(new Verifications(Clock.system(ZoneId.systemDefault()), new SecureRandom()), Factor.ONLY);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new EmailOtpFirstAuthenticator(verifications, storedSettings);
    }

    @Override
    public String getDisplayType() {
        return "Email code as the first step";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return Stream.of(FirstStepSettings.consoleProperties(), super.getConfigProperties())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String getHelpText() {
        return "Asks who somebody is and for a one-time code that is mailed to them, in place of user name and password. It tells"
                + " nobody who has an account.";
    }

    /** It stands in the password's place: it counts for brute-force detection as that does, and never for a second factor. */
    @Override
    public String getReferenceCategory() {
        return PasswordCredentialModel.TYPE;
    }
}
