package io.github.emailotp.flow.broker;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.flow.CodeStepFactory;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/** Registers the step "Verify existing account by Email code", {@value #PROVIDER_ID}. */
public final class LinkByCodeAuthenticatorFactory extends CodeStepFactory {

    /** Keycloak's own is {@code idp-email-verification}; both can be there. */
    public static final String PROVIDER_ID = "idp-email-otp-verification";

    /** The step as it is delivered. */
    public LinkByCodeAuthenticatorFactory() {
        super(new Verifications(Clock.system(ZoneId.systemDefault()), new SecureRandom()), Factor.ONLY);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new LinkByCodeAuthenticator(verifications, storedSettings);
    }

    @Override
    public String getDisplayType() {
        return "Verify existing account by Email code";
    }

    @Override
    public String getHelpText() {
        return "Mails a one-time code to the address of the account that is there already, and asks whoever has come from the"
                + " identity provider for it: with the right one, the account is linked. Set it to Alternative among the"
                + " account verification options of the first broker login.";
    }

    @Override
    public String getReferenceCategory() {
        return MailEvents.METHOD;
    }
}
