package io.github.emailotp.bench.server;

import io.github.emailotp.flow.Verifications;
import io.github.emailotp.flow.browser.EmailOtpAuthenticatorFactory;
import io.github.emailotp.otp.CodeVerification.Ports;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;

/** The step as it is delivered, but for its claims: mails, tries and guesses are all granted, and nobody is asked. */
public final class WithoutBudgetsFactory extends EmailOtpAuthenticatorFactory {

    public static final String ID = "bench-email-otp-without-budgets";

    public WithoutBudgetsFactory() {
        super(new Verifications(
                Clock.system(ZoneId.systemDefault()), new SecureRandom(), WithoutBudgetsFactory::unlimited));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Email code without budgets (benchmark)";
    }

    private static Ports unlimited(Ports usual) {
        return new Ports(
                usual.challenges(),
                usual.keys(),
                usual.channel(),
                usual.sendings(),
                new Unlimited.Quota(),
                new Unlimited.Guesses());
    }
}
