package io.github.emailotp.flow.registration;

import io.github.emailotp.flow.AccountThere;
import io.github.emailotp.flow.CodeDialogue;
import io.github.emailotp.flow.Ending;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.StoredSettings;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;

/** The one place where a request of the step ends. Wrong codes are no failures of anybody's login. */
final class AddressEnding implements Ending {

    private final AuthenticationFlowContext context;
    private final Verifications verifications;
    private final EmailOtpSettings settings;
    private final Occasion occasion;

    static AddressEnding of(
            AuthenticationFlowContext context,
            Verifications verifications,
            StoredSettings storedSettings,
            TypedAddress address) {
        return new AddressEnding(
                context,
                verifications,
                storedSettings.of(context.getRealm(), context.getAuthenticatorConfig()),
                Occasion.ofAName(context, Purpose.REGISTER, address.addressee(context.getSession()), address.text()));
    }

    private AddressEnding(
            AuthenticationFlowContext context,
            Verifications verifications,
            EmailOtpSettings settings,
            Occasion occasion) {
        this.context = context;
        this.verifications = verifications;
        this.settings = settings;
        this.occasion = occasion;
    }

    CodeDialogue dialogue() {
        return verifications.dialogue(occasion, settings, Screen.of(context));
    }

    /** It is the owner of the mailbox who learns whether the address has an account. */
    @Override
    public void accepted() {
        String address = occasion.addressee().address();
        AccountThere.with(address, context.getSession(), context.getRealm())
                .ifPresentOrElse(account -> AccountInTheWay.tell(account, context), () -> {
                    new ProvenAddress(address).keep(context.getAuthenticationSession());
                    FormDetour.passes(
                            context.getAuthenticationSession(),
                            context.getExecution().getId());
                    context.success();
                });
    }

    @Override
    public void refused(Response page) {
        context.forceChallenge(page);
    }

    /** Never: whoever is asked has typed an address. */
    @Override
    public void unreachable(Supplier<Response> page) {
        context.forceChallenge(page.get());
    }

    @Override
    public void shown(Response page) {
        context.forceChallenge(page);
    }
}
