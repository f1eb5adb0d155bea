package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.registration.AddressFirstAuthenticatorFactory;
import io.github.emailotp.flow.registration.ProvenAddressActionFactory;
import java.util.List;
import java.util.stream.Stream;

/** Looks at the step before a registration form and its action in the form, each of which is nothing without the other. */
final class RegistrationFaults {

    private static final String STEP = "Email code before the registration";
    private static final String ACTION = "Address proven by Email code";
    private static final String[] CAPTCHAS = {"registration-recaptcha-action", "registration-recaptcha-enterprise"};
    private static final String NOBODY = ": nobody can register.";

    private RegistrationFaults() {}

    /** The faults of a whole flow; none if it has neither. */
    static List<Fault> of(FlowPart flow) {
        List<String> order = steps(flow).map(FlowPart::provider).toList();
        int step = order.indexOf(AddressFirstAuthenticatorFactory.PROVIDER_ID);
        int action = order.indexOf(ProvenAddressActionFactory.PROVIDER_ID);
        int account = order.indexOf("registration-user-creation");
        if (step < 0 && action < 0) {
            return List.of();
        }
        if (action < 0) {
            return List.of(new Fault(
                    STEP + " stands in it without " + ACTION
                            + ": whoever has entered a code can register with any other address.",
                    "Add " + ACTION + " to the form, Required."));
        }
        if (step < 0) {
            return List.of(new Fault(
                    ACTION + " stands in it without " + STEP + NOBODY, "Add " + STEP + " above the form, Required."));
        }
        if (step > action) {
            return List.of(new Fault(STEP + " stands below the form" + NOBODY, "Move " + STEP + " above the form."));
        }
        if (account > action) {
            return List.of(new Fault(
                    ACTION + " stands above the action that creates the account" + NOBODY,
                    "Move " + ACTION + " below it."));
        }
        return Stream.of(CAPTCHAS).anyMatch(order::contains) && !isLimited(flow)
                ? List.of(new Fault(
                        "reCAPTCHA stands in the form, behind " + STEP + ": a mail is sent before it is asked.",
                        "Set mailsPerHourAndClient or mailsPerHourAndRealm of " + STEP + "."))
                : List.of();
    }

    /** Whether somebody has thought of how many mails a stranger can have sent. */
    private static boolean isLimited(FlowPart flow) {
        return steps(flow)
                .filter(step -> step.provider().equals(AddressFirstAuthenticatorFactory.PROVIDER_ID))
                .anyMatch(step -> Stream.of("mailsPerHourAndClient", "mailsPerHourAndRealm")
                        .map(limit -> step.config().getOrDefault(limit, "0"))
                        .anyMatch(limit -> !limit.isBlank() && !limit.equals("0")));
    }

    /** Of what is not Disabled, nor stands in what is. */
    private static Stream<FlowPart> steps(FlowPart part) {
        if (!part.isEnabled()) {
            return Stream.empty();
        }
        return part.isSubFlow() ? part.parts().stream().flatMap(RegistrationFaults::steps) : Stream.of(part);
    }
}
