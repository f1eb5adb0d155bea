package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Permit;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences beside a model that is too simple to be wrong, with repeated operations as Infinispan makes them. */
@DisplayName("Whatever happens in whatever order")
class RandomClaimsTest {

    private static final int STEPS = 3000;

    private static void repeatSome(Random random, RecordedCells cells) {
        if (random.nextInt(5) == 0) {
            cells.breakDown(Fault.IS_REPEATED, 0, 1);
        } else {
            cells.repair();
        }
    }

    @Nested
    @DisplayName("a mailbox gets what its limits say")
    class Mails extends ClaimsOnMails {

        /** What the model remembers of a mail. */
        private final class Mail {
            private final Allowed permit;
            private final Instant at = clock.instant();
            private final int session;
            private boolean refused;

            Mail(Allowed permit, int session) {
                this.permit = permit;
                this.session = session;
            }
        }

        private final List<Mail> mails = new ArrayList<>();

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void asTheModel(long seed) {
            Random random = new Random(seed);
            for (int step = 0; step < STEPS; step++) {
                repeatSome(random, cells);
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> send(random.nextInt(4));
                    case 4 -> refuse(random);
                    case 5 -> redeem(random);
                    default -> clock.advance(Duration.ofSeconds(random.nextInt(600)));
                }
            }
        }

        private void send(int session) {
            Binding binding = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "session" + session);
            Permit permit = quota().claim(binding, POLICY);
            boolean allowed =
                    cooledDown(session) && POLICY.mails().perAddress().stream().allMatch(this::hasRoom);
            assertThat(granted(permit)).as("%s", permit).isEqualTo(allowed);
            if (permit instanceof Allowed some) {
                mails.add(new Mail(some, session));
            } else {
                assertThat(((Denied) permit).retryAfter()).isPositive();
            }
        }

        private boolean cooledDown(int session) {
            List<Mail> own = mails.stream()
                    .filter(mail ->
                            mail.session == session && counts(mail, mail.refused ? MailLimits.HOUR : MailLimits.DAY))
                    .toList();
            return own.isEmpty()
                    || !own.get(own.size() - 1)
                            .at
                            .plus(POLICY.cooldownAfter(Math.max(1, (int)
                                    own.stream().filter(mail -> !mail.refused).count())))
                            .isAfter(clock.instant());
        }

        private boolean hasRoom(RateLimit limit) {
            boolean day = limit.window().equals(MailLimits.DAY);
            return mails.stream()
                            .filter(mail -> counts(mail, limit.window()) && !(day && mail.refused))
                            .count()
                    < limit.count();
        }

        private boolean counts(Mail mail, Duration window) {
            return mail.at.plus(window).isAfter(clock.instant());
        }

        private void refuse(Random random) {
            if (!mails.isEmpty()) {
                Mail mail = mails.get(mails.size() - 1 - random.nextInt(Math.min(3, mails.size())));
                quota().refused(mail.permit.claims());
                mail.refused = true;
            }
        }

        private void redeem(Random random) {
            if (!mails.isEmpty() && random.nextInt(3) == 0) {
                quota().redeemed(List.of(mails.remove(mails.size() - 1).permit.claims()));
            }
        }
    }

    @Nested
    @DisplayName("an account is compared with as often as its limits say")
    class Guesses extends GuessesOfAlice {

        private final Map<String, Integer> used = new HashMap<>();
        private final Set<String> redeemed = new HashSet<>();
        private int failures;
        private Instant answersFrom = Instant.EPOCH;

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void asTheModel(long seed) {
            Random random = new Random(seed);
            List<Challenge> challenges = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                if (challenges.isEmpty() || random.nextInt(20) == 0) {
                    challenges.add(challenge(step + "-random", ALICE));
                }
                repeatSome(random, cells);
                Challenge challenge =
                        challenges.get(challenges.size() - 1 - random.nextInt(Math.min(3, challenges.size())));
                if (challenge.startedAt().plus(Challenge.MAX_AGE).isAfter(clock.instant())) {
                    answer(challenge, random);
                } else {
                    challenges.clear();
                }
                clock.advance(Duration.ofSeconds(random.nextInt(20)));
            }
        }

        private void answer(Challenge challenge, Random random) {
            Claim claim = budget(Acquaintance.STRANGER).claim(challenge, Claims.mark(), POLICY);
            boolean expected =
                    !answersFrom.isAfter(clock.instant()) && used.getOrDefault(challenge.id(), 0) < POLICY.tries();
            assertThat(claim instanceof Granted).as("%s", claim).isEqualTo(expected);
            if (claim instanceof Granted granted) {
                failures++;
                used.merge(challenge.id(), 1, Integer::sum);
                assertThat(granted.failures()).isEqualTo(failures);
                answersFrom = clock.instant().plus(LIMITS.waitAfter(failures));
                if (LIMITS.waitAfter(failures).isZero()) {
                    answersFrom = Instant.EPOCH;
                }
                goOn(challenge, granted, random.nextInt(6));
            }
        }

        private void goOn(Challenge challenge, Granted granted, int what) {
            if (what == 0) {
                budget(Acquaintance.STRANGER).forgive(challenge, granted, LIMITS);
                used.merge(challenge.id(), -1, Integer::sum);
                forgive(granted);
            } else if (what == 1) {
                boolean first = redeemed.add(challenge.id());
                assertThat(budget(Acquaintance.STRANGER).redeem(challenge, granted, LIMITS))
                        .isEqualTo(first);
                if (first) {
                    failures = 0;
                    answersFrom = Instant.EPOCH;
                } else {
                    forgive(granted);
                }
            }
        }

        private void forgive(Granted granted) {
            failures--;
            if (granted.failures() >= LIMITS.free()) {
                answersFrom = Instant.EPOCH;
            }
        }
    }
}
