package io.github.emailotp.flow.resetcredentials;

import io.github.emailotp.flow.CodeStepFactory;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.settings.ResetSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the step "Reset by email code", {@value #PROVIDER_ID}. */
public final class ResetByCodeAuthenticatorFactory extends CodeStepFactory {

    /** Beside Keycloak's {@code reset-credentials-choose-user} and {@code reset-credential-email}, in whose place it stands. */
    public static final String PROVIDER_ID = "reset-credentials-email-otp";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED};

    /** The step as it is delivered. */
    public ResetByCodeAuthenticatorFactory() {
        super(new Verifications(Clock.system(ZoneId.systemDefault()), new SecureRandom()), Factor.ONLY);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new ResetByCodeAuthenticator(verifications, storedSettings);
    }

    @Override
    public String getDisplayType() {
        return "Reset by email code";
    }

    /** As those of Keycloak in whose place it stands: nothing else is of use without it. */
    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return Stream.of(ResetSettings.consoleProperties(), super.getConfigProperties())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String getHelpText() {
        return "Asks whose password is to be set anew, and for a one-time code that is mailed to them, in place of \"Choose User\" and"
                + " \"Send Reset Email\". It tells nobody who has an account.";
    }

    /** A reset is no login: it counts for no brute-force detection, and its code stands for no credential. */
    @Override
    public String getReferenceCategory() {
        return null;
    }
}
