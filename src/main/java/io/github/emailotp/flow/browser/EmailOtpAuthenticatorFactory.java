package io.github.emailotp.flow.browser;

import io.github.emailotp.flow.CodeStepFactory;
import io.github.emailotp.flow.FactorLevels;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.settings.EnrolmentSettings;
import io.github.emailotp.settings.TrustSettings;
import io.github.emailotp.storage.Enrolment;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowCallbackFactory;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the step "Email code", {@value #PROVIDER_ID}. */
public class EmailOtpAuthenticatorFactory extends CodeStepFactory implements AuthenticationFlowCallbackFactory {

    public static final String PROVIDER_ID = EMAIL_CODE;

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
    public List<ProviderConfigProperty> getConfigProperties() {
        return Stream.of(
                        super.getConfigProperties(),
                        EnrolmentSettings.consoleProperties(),
                        TrustSettings.consoleProperties())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String getHelpText() {
        return "Mails a one-time code to the user and asks for it. Set it to Required; or, beside other second factors"
                + " in one sub-flow, set it and every one of them to Alternative: beside a Required step, an Alternative"
                + " one is never asked, and 'Condition - user configured' lets whoever lacks the Required one pass without"
                + " any.";
    }

    /** From 26.6 on, brute-force detection counts failures of this category and drops those of unknown ones. */
    @Override
    public String getReferenceCategory() {
        return OTPCredentialModel.TYPE;
    }

    /**
     * From 26.3 on, where Keycloak has this method, the account console lists by it what people have set up though no condition stands in a
     * flow. Not where it could be deleted at a lower level than that of the step: whoever sees it there could do so.
     */
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        return FactorLevels.in(session, realm, realm.getBrowserFlow())
                .filter(FactorLevels::areKept)
                .map(kept -> Set.of(Enrolment.TYPE))
                .orElse(Set.of());
    }
}
