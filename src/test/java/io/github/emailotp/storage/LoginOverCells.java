package io.github.emailotp.storage;

import io.github.emailotp.Fake;
import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeChannel;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.CodeVerification;
import io.github.emailotp.otp.CodeVerification.Ports;
import io.github.emailotp.otp.Delivery;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.otp.SealingKeys;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.otp.Standing;
import io.github.emailotp.otp.TestKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One person and one tab, from the rules down to the cells: each verb is another request. */
public abstract class LoginOverCells {

    static final OtpPolicy POLICY = GuessesOfAlice.POLICY;
    static final Binding ALICE = GuessesOfAlice.ALICE;

    protected final MovableClock clock = new MovableClock();
    final RecordedCells cells = new RecordedCells(clock);

    /** The codes that were mailed. */
    final List<String> codes = new ArrayList<>();

    private final Map<Object, Object> notes = new ConcurrentHashMap<>();

    protected Reply start() {
        return verification().start(ALICE, Standing.GOOD);
    }

    protected Reply resend() {
        return verification().resend(ALICE, Standing.GOOD);
    }

    protected Outcome submit(String answer) {
        return verification().submit(ALICE, Standing.GOOD, answer).outcome();
    }

    protected String newestCode() {
        return codes.get(codes.size() - 1);
    }

    protected String wrongCode() {
        String right = newestCode();
        return (right.charAt(0) == '9' ? "0" : "9") + right.substring(1);
    }

    /** What {@code login-actions/restart} does. */
    void startAgain() {
        notes.clear();
    }

    /** The cells as the next request has them. */
    protected Cells cellsOfARequest() {
        return cells;
    }

    CodeVerification verification() {
        Cells own = cellsOfARequest();
        Claims claims = new Claims(own, new ClaimNames(TestKey::named));
        var ports = new Ports(
                new AuthNoteChallengeStore(tab(), "step"),
                new Keys(),
                new Outbox(),
                new SharedSendings(own, clock),
                new SharedSendQuota(claims, new Requester(Acquaintance.STRANGER, "192.0.2.1"), clock),
                new SharedGuessBudget(claims, Acquaintance.STRANGER, new RememberedLock(Acquaintance.STRANGER), clock));
        return new CodeVerification(POLICY, ports, clock, new SecureRandom());
    }

    private AuthenticationSessionModel tab() {
        return Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getAuthNote", given -> notes.get(given.get(0)),
                        "setAuthNote", given -> note(given.get(0), given.get(1)),
                        "removeAuthNote", given -> notes.remove(given.get(0))));
    }

    private Object note(Object name, Object value) {
        return value == null ? notes.remove(name) : notes.put(name, value);
    }

    /** As the outbox does, tells of each mail in the background: here, before the page is shown. */
    private final class Outbox implements CodeChannel {

        @Override
        public Delivery deliver(CodeMessage message) {
            codes.add(message.code().reveal());
            String sending = "sending-" + codes.size();
            new SharedSendings(cellsOfARequest(), clock)
                    .remember(
                            sending,
                            new Sending(Sending.Stage.HANDED_OVER, clock.instant(), ""),
                            Duration.ofMinutes(5));
            return new Delivery.Queued(sending);
        }

        @Override
        public Delivery pretend(CodeMessage message) {
            throw new AssertionError("nobody is barred here");
        }

        @Override
        public void settle(Binding binding, Collection<SentCode> onTheirWay) {
            throw new AssertionError("all mails have left");
        }
    }

    private static final class Keys implements SealingKeys {

        @Override
        public SealingKey active() {
            return TestKey.named("key");
        }

        @Override
        public Optional<SealingKey> find(String keyId) {
            return Optional.of(TestKey.named(keyId));
        }
    }
}
