package io.github.emailotp.flow.browser;

import io.github.emailotp.flow.CodeStepFactory;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import org.keycloak.authentication.AuthenticationFlowCallbackFactory;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;

/** Registers the step "Email code", {@value #PROVIDER_ID}. */
public class EmailOtpAuthenticatorFactory extends CodeStepFactory implements AuthenticationFlowCallbackFactory {

    /** Keycloak's own is {@code auth-otp-form}; other extensions use other names, so that all can be installed together. */
    public static final String PROVIDER_ID = "auth-email-otp-form";

    /** The step as it is delivered. */
    public EmailOtpAuthenticatorFactory() {
        this(new Verifications(Clock.system(ZoneId.systemDefault()), new SecureRandom()));
    }

    /** For a step of another id, with verifications of its own. */
    protected EmailOtpAuthenticatorFactory(Verifications verifications) {
        super(verifications, Factor.SECOND);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new EmailOtpAuthenticator(session, verifications, storedSettings);
    }

    @Override
    public String getDisplayType() {
        return "Email code";
    }

    @Override
    public String getHelpText() {
        return "Mails a one-time code to the user and asks for it. Set it to Required; or, beside other second factors in one"
                + " sub-flow, set it and every one of them to Alternative: beside a Required step, an Alternative one is never"
                + " asked, and 'Condition - user configured' lets whoever lacks the Required one pass without any.";
    }

    /** From 26.6 on, brute-force detection counts failures of this category and drops those of unknown ones. */
    @Override
    public String getReferenceCategory() {
        return OTPCredentialModel.TYPE;
    }
}
