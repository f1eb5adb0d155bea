package io.github.emailotp.flow.browser;

import io.github.emailotp.flow.CodeDialogue;
import io.github.emailotp.flow.Ending;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.OtherWays;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.SecondFactorSuccess;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.StoredSettings;
import io.github.emailotp.settings.TrustSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;

/** The one place where a request of the step ends. */
final class LoginEnding implements Ending {

    private final AuthenticationFlowContext context;
    private final Verifications verifications;
    private final EmailOtpSettings settings;
    private final EnrolmentRule enrolment;
    private final TrustOffer trust;
    private final boolean isOnPage;
    private final Occasion occasion;

    /**
     * The end of one request.
     *
     * @param enrolment the step's rule
     * @param isOnPage whether the person stands on the step's page already
     */
    LoginEnding(EnrolmentRule enrolment, Verifications verifications, StoredSettings storedSettings, boolean isOnPage) {
        this.context = enrolment.context();
        this.verifications = verifications;
        this.settings = storedSettings.of(context.getRealm(), context.getAuthenticatorConfig());
        this.enrolment = enrolment;
        this.trust = TrustOffer.of(
                context, storedSettings.of(context.getRealm(), context.getAuthenticatorConfig(), TrustSettings::read));
        this.isOnPage = isOnPage;
        this.occasion = Occasion.of(context, Purpose.LOGIN);
    }

    /** Takes what the page has posted. */
    void take(MultivaluedMap<String, String> form) {
        trust.take(form);
        dialogue().take(form, this);
    }

    CodeDialogue dialogue() {
        Screen screen = Screen.of(context).with(trust.box()).saying(enrolment.instruction());
        return verifications.dialogue(occasion, settings, screen);
    }

    @Override
    public void accepted() {
        if (enrolment.enrols()) {
            verifications.enrol(occasion);
        }
        verifications.passed(occasion, settings);
        if (trust.isTaken()) {
            verifications.trusted(occasion, trust.lifetime());
        }
        SecondFactorSuccess.end(context);
    }

    @Override
    public void refused(Response page) {
        context.failureChallenge(AuthenticationFlowError.INVALID_CREDENTIALS, page);
    }

    /** Whoever is on the page already is told there, and not found at another step without a word. */
    @Override
    public void unreachable(Supplier<Response> page) {
        if (!isOnPage && OtherWays.leadOn(context)) {
            context.attempted();
        } else {
            context.forceChallenge(page.get());
        }
    }

    /** Keycloak counts no failure. */
    @Override
    public void shown(Response page) {
        context.forceChallenge(page);
    }
}
