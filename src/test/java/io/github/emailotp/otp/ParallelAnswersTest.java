package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;

@DisplayName("Answers posted in parallel")
class ParallelAnswersTest {

    private static final int POSTS = 50;
    private static final int TRIES = 5;
    private static final Binding ALICE = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab-1");
    private static final OtpPolicy POLICY = new OtpPolicy(
            new CodeFormat(Alphabet.DIGITS, 8),
            Duration.ofMinutes(5),
            TRIES,
            Duration.ofSeconds(30),
            TestLimits.GUESSES,
            TestLimits.MAILS);

    private final ExecutorService threads = Executors.newFixedThreadPool(POSTS);
    private final Counterpart world = new Counterpart(new MovableClock());
    private final CodeVerification verification =
            new CodeVerification(POLICY, world.ports("tab-1"), world.clock, new SecureRandom());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @RepeatedTest(20)
    void giveOneLoginForTheRightCode() throws Exception {
        verification.start(ALICE, GOOD);
        assertThat(postAll(world.lastCode())).containsOnlyOnce(Outcome.ACCEPTED);
    }

    @RepeatedTest(20)
    void giveAsManyComparisonsAsThereAreTries() throws Exception {
        verification.start(ALICE, GOOD);
        String wrong = world.lastCode().charAt(0) == '1' ? "22222222" : "11111111";
        postAll(wrong);
        assertThat(world.comparisons).hasValue(TRIES);
    }

    private List<Outcome> postAll(String answer) throws Exception {
        CyclicBarrier together = new CyclicBarrier(POSTS);
        Callable<Outcome> post = () -> {
            together.await();
            return verification.submit(ALICE, GOOD, answer).outcome();
        };
        List<Outcome> outcomes = new ArrayList<>();
        List<Future<Outcome>> posts = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            posts.add(threads.submit(post));
        }
        for (Future<Outcome> future : posts) {
            outcomes.add(future.get());
        }
        return outcomes;
    }
}
