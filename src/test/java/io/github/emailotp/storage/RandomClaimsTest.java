package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Permit;
import io.github.emailotp.otp.TestLimits;
import io.github.emailotp.storage.ModelledMails.Mail;
import io.github.emailotp.storage.ModelledMails.Request;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of random sequences of mails that are sent, refused, kept back and wanted, by strangers and known browsers of several
 * networks, beside a model, with operations of the cache that are repeated, fail, or lose their answer.
 */
@DisplayName("Whatever mails are asked for in whatever order,")
class RandomClaimsTest {

    private static final int SEQUENCES = 400;
    private static final int STEPS = 60;
    private static final List<Fault> FAULTS = RecordedCells.UNSEEN;
    private static final OtpPolicy POLICY = ClaimsOnMails.policy(new MailLimits(
            TestLimits.MAILS.perAddress(),
            Optional.of(new RateLimit(5, Duration.ofHours(1))),
            Optional.of(new RateLimit(8, Duration.ofHours(1)))));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void allLimitsHoldAsInTheModel(int block) {
        for (int i = 0; i < SEQUENCES; i++) {
            long seed = (long) block * SEQUENCES + i;
            try {
                new Sequence(new Random(seed)).run();
            } catch (AssertionError e) {
                throw new AssertionError("in the sequence of seed " + seed, e);
            }
        }
    }

    /** One cache, from the beginning. */
    private static final class Sequence {

        private final Random random;
        private final MovableClock clock = new MovableClock();
        private final RecordedCells cells = new RecordedCells(clock);
        private final ModelledMails model = new ModelledMails(POLICY, clock);

        Sequence(Random random) {
            this.random = random;
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3, 4 -> send();
                    case 5 -> fail();
                    case 6 -> redeem();
                    case 7 -> clock.advance(Duration.ofMillis(random.nextInt(7_200_000)));
                    default -> clock.advance(Duration.ofMillis(random.nextInt(120_000)));
                }
            }
        }

        private void send() {
            Request request = new Request(
                    random.nextBoolean() ? "alice@example.test" : "bob@example.test",
                    random.nextInt(3),
                    random.nextInt(3) == 0 ? Acquaintance.KNOWN : Acquaintance.STRANGER,
                    random.nextBoolean() ? "192.0.2.1" : "192.0.2.2");
            assertThat(quota(request).refusal(binding(request), POLICY).map(Denied::retryAfter))
                    .as("the wait for %s", request)
                    .isEqualTo(model.longest(request));
            Permit permit = claim(request);
            Optional<Denied> denied = model.first(request);
            assertThat(Optional.of(permit).filter(Denied.class::isInstance))
                    .as("the answer to %s", request)
                    .isEqualTo(denied);
            if (permit instanceof Allowed allowed) {
                model.add(request, allowed);
                assertThat(allowed.nextAt())
                        .isEqualTo(clock.instant().plus(POLICY.cooldownAfter(model.arrived(request))));
            }
        }

        /** Whoever is told that the cache fails asks again once it is back, at once or much later, and gets what they would have got. */
        private Permit claim(Request request) {
            List<String> owed = new ArrayList<>();
            while (random.nextInt(3) == 0) {
                cells.breakDown(anyFault(), random.nextInt(5), 1 + random.nextInt(6));
                try {
                    return quota(request).claim(binding(request), 0, owed, POLICY);
                } catch (ClaimsUnavailableException e) {
                    owed.addAll(e.owed().stream().toList());
                } finally {
                    cells.repair();
                }
                clock.advance(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 1_000 : 3_600_000)));
            }
            return quota(request).claim(binding(request), 0, owed, POLICY);
        }

        private Fault anyFault() {
            return FAULTS.get(random.nextInt(FAULTS.size()));
        }

        private void fail() {
            anyMail().filter(Mail::isOpen).ifPresent(mail -> {
                failForAMoment();
                if (random.nextBoolean()) {
                    quota(mail.request).refused(mail.permit.claims());
                    mail.refuse();
                } else {
                    quota(mail.request).unsent(mail.permit.claims());
                    mail.keep();
                }
                cells.repair();
            });
        }

        /** Also of a mail that failed: another of the same login was right. */
        private void redeem() {
            anyMail().filter(mail -> !mail.isRedeemed()).ifPresent(mail -> {
                failForAMoment();
                quota(mail.request).redeemed(List.of(mail.permit.claims()));
                mail.redeem();
                cells.repair();
            });
        }

        /** What becomes of a mail is told once more, should it fail. */
        private void failForAMoment() {
            if (random.nextInt(2) == 0) {
                cells.breakDown(anyFault(), random.nextInt(6), 1);
            }
        }

        private Optional<Mail> anyMail() {
            List<Mail> mails = model.all().stream()
                    .filter(mail -> mail.isYoungerThan(POLICY.lifetime(), clock.instant()))
                    .toList();
            return mails.isEmpty()
                    ? Optional.empty()
                    : Optional.of(mails.get(mails.size() - 1 - random.nextInt(Math.min(4, mails.size()))));
        }

        private SendQuota quota(Request request) {
            return new SharedSendQuota(cells.claims(), new Requester(request.acquaintance(), request.network()), clock);
        }

        private static Binding binding(Request request) {
            return new Binding("realm", request.mailbox(), request.mailbox(), Purpose.LOGIN, "tab" + request.session());
        }
    }
}
