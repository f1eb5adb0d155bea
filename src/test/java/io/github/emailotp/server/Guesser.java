package io.github.emailotp.server;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Somebody who knows the password and guesses the code, in a realm where twenty wrong codes disable the step. */
public record Guesser(TestRealm realm, MailServer mail, TestUser victim) {

    /** As low as they can be set, but for those of mails. */
    public static final Map<String, String> LOW_LIMITS = lowLimits();

    void lowerTheLimits() {
        realm.configureStep(LOW_LIMITS);
    }

    private static Map<String, String> lowLimits() {
        Map<String, String> config = new HashMap<>(
                Map.of("guessesFree", "19", "guessWait", "10", "guessesUntilDisabled", "20", "codeAttempts", "10"));
        for (String limit : List.of("mailsPer5Minutes", "mailsPer15Minutes", "mailsPerHour", "mailsPerDay")) {
            config.put(limit, "100");
        }
        return Map.copyOf(config);
    }

    public void guessUntilTheStepIsDisabled() {
        guess(10);
        LoginClient last = guess(9);
        Patience.until("the wait to be over", () -> {
            last.code("00000000");
            return last.page().text().contains("this account cannot use mailed codes");
        });
    }

    /** The code of a login that begins in this browser. */
    public String begin(LoginClient client) {
        int mails = mail.mailsTo(victim.email()).size();
        client.openLogin();
        client.password(victim);
        return mail.awaitMail(victim.email(), mails + 1).code();
    }

    private LoginClient guess(int times) {
        LoginClient stranger = realm.newClient();
        String wrong = WrongCode.insteadOf(begin(stranger));
        for (int i = 0; i < times; i++) {
            stranger.code(wrong);
        }
        return stranger;
    }
}
