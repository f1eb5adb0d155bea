package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.GOOD;

import java.security.SecureRandom;
import java.time.Duration;

/** One person, one tab, the default settings: what the tests of a verification start from. */
abstract class LoginOfAlice {

    static final Binding ALICE = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab-1");
    static final OtpPolicy POLICY = new OtpPolicy(
            new CodeFormat(Alphabet.DIGITS, 8),
            Duration.ofMinutes(5),
            5,
            Duration.ofSeconds(30),
            TestLimits.GUESSES,
            TestLimits.MAILS);

    final Counterpart world = new Counterpart(new MovableClock());
    final CodeVerification verification =
            new CodeVerification(POLICY, world.ports("tab-1"), world.clock, new SecureRandom());

    /** The same login once the administrator has saved another format. */
    CodeVerification verificationWith(CodeFormat format) {
        var policy = new OtpPolicy(
                format, POLICY.lifetime(), POLICY.tries(), POLICY.cooldown(), POLICY.guesses(), POLICY.mails());
        return new CodeVerification(policy, world.ports("tab-1"), world.clock, new SecureRandom());
    }

    /** A login in another tab, where codes live so long. */
    CodeVerification verificationWith(Duration lifetime, String session) {
        var policy = new OtpPolicy(
                POLICY.format(), lifetime, POLICY.tries(), POLICY.cooldown(), POLICY.guesses(), POLICY.mails());
        return new CodeVerification(policy, world.ports(session), world.clock, new SecureRandom());
    }

    CodeVerification verificationIn(String session) {
        return new CodeVerification(POLICY, world.ports(session), world.clock, new SecureRandom());
    }

    Reply submit(String answer) {
        return verification.submit(ALICE, GOOD, answer);
    }

    Reply resend() {
        return verification.resend(ALICE, GOOD);
    }

    String wrongCode() {
        String right = world.lastCode();
        return (right.charAt(0) == '9' ? "0" : "9") + right.substring(1);
    }

    void pass(long seconds) {
        world.clock.advance(Duration.ofSeconds(seconds));
    }
}
