package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Mails of many realms to one mail server")
class SharedServerTest {

    private static final int REALMS = 80;
    private static final String SERVER = "mail.provider.test:587";
    private static final int THREADS = 20;
    private static final int CAPACITY = 2_000;

    private final MovableClock clock = new MovableClock();
    private final OutboxContents contents = new OutboxContents(
            new OutboxLimits(CAPACITY, THREADS, 2, Duration.ZERO, Duration.ZERO), clock, clock::nanoTime);

    private static Owner tenant(int number) {
        return new Owner("tenant" + number, SERVER);
    }

    private static Owner other(String realm) {
        return new Owner(realm, "mail." + realm + ".test:25");
    }

    private boolean put(Owner owner) {
        boolean place = contents.takePlace(owner);
        if (place) {
            Instant dead = clock.instant().plusSeconds(300);
            assertThat(contents.put(new TestJob(owner, dead))).isEmpty();
        }
        return place;
    }

    private void putOneEach() {
        IntStream.range(0, REALMS).forEach(number -> put(tenant(number)));
    }

    private List<Entry> takeAll() {
        List<Entry> taken = new ArrayList<>();
        for (Optional<Entry> next = contents.take(); next.isPresent(); next = contents.take()) {
            taken.add(next.get());
        }
        return taken;
    }

    private void passes(Duration time) {
        clock.advance(time);
    }

    private void done(List<Entry> entries) {
        entries.forEach(entry -> contents.remove(entry, Optional.empty()));
    }

    private void timedOut(List<Entry> entries) {
        entries.forEach(entry ->
                contents.putBack(entry, Retry.Cause.TIMED_OUT, entry.again(Retry.Cause.TIMED_OUT, clock.nanoTime())));
    }

    private void makeSick() {
        putOneEach();
        List<Entry> first = takeAll();
        passes(Duration.ofSeconds(30));
        timedOut(first);
    }

    /** One mail of each realm, which comes to its end at once. */
    private void makeWell() {
        putOneEach();
        for (List<Entry> taken = takeAll(); !taken.isEmpty(); taken = takeAll()) {
            done(taken);
        }
        assertThat(contents.size()).isZero();
    }

    @Test
    void areAFewAtATimeWhileNothingIsKnownOfIt() {
        putOneEach();
        assertThat(takeAll()).hasSize(5);
        passes(Duration.ofSeconds(2));
        assertThat(takeAll()).isEmpty();
    }

    @Test
    void areAsManyAsThereAreThreadsOnceItAnswersSoon() {
        makeWell();
        putOneEach();
        assertThat(takeAll()).hasSize(THREADS);
    }

    @Nested
    @DisplayName("that has timed out")
    class Sick {

        @Test
        void areOneAtATimeOfAllRealmsThatHaveSeenItAndOneOfTheOthers() {
            makeSick();
            assertThat(takeAll()).hasSize(2);
            passes(Duration.ofSeconds(30));
            assertThat(takeAll()).isEmpty();
        }

        @Test
        void areOneAtATimeOnceAllHaveSeenIt() {
            makeSick();
            for (int i = 0; i < REALMS; i++) {
                List<Entry> taken = takeAll();
                passes(Duration.ofSeconds(2));
                timedOut(taken);
            }
            assertThat(takeAll()).hasSize(1);
        }

        @Test
        void areMoreAndMoreOnceItAnswersAgain() {
            makeSick();
            List<Integer> sizes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                List<Entry> taken = takeAll();
                sizes.add(taken.size());
                done(taken);
            }
            assertThat(sizes).startsWith(2).contains(THREADS);
        }

        /** Such as one whose content is looked into: it has had its answers, and need not wait behind the others. */
        @Test
        void areNotHeldBackWhereTheyTakeLongButAreAnswered() {
            put(tenant(REALMS));
            List<Entry> slow = takeAll();
            passes(Duration.ofMillis(1_200));
            done(slow);
            IntStream.range(0, 5).forEach(number -> put(tenant(number)));
            List<Entry> first = takeAll();
            passes(Duration.ofSeconds(30));
            timedOut(first);
            assertThat(takeAll()).hasSize(1);
            put(tenant(REALMS));
            assertThat(takeAll()).hasSize(1);
        }

        /** It takes them whole, and says nothing then; or what it says comes when nobody waits for it. */
        @ParameterizedTest
        @EnumSource(
                value = Retry.Cause.class,
                names = {"BROKEN_OFF", "FAILED"})
        void areOneAtATimeOfThoseThatHaveWaitedLongForNothing(Retry.Cause cause) {
            makeWell();
            putOneEach();
            List<Entry> first = takeAll();
            assertThat(first).hasSize(THREADS);
            passes(Duration.ofSeconds(30));
            first.forEach(entry -> contents.remove(entry, Optional.of(cause)));
            assertThat(takeAll()).hasSizeLessThanOrEqualTo(2);
        }

        @Test
        void areAsManyAsBeforeWhereItHasTakenThemLate() {
            putOneEach();
            List<Entry> first = takeAll();
            passes(Duration.ofSeconds(30));
            done(first);
            assertThat(takeAll()).hasSize(5);
        }

        /** Such as one whose code died before it had an answer: the server may be well. */
        @Test
        void areNeitherMoreNorFewerAfterOneThatBreaksOffSoon() {
            makeWell();
            put(tenant(0));
            List<Entry> broken = takeAll();
            passes(Duration.ofSeconds(2));
            broken.forEach(entry -> contents.remove(entry, Optional.of(Retry.Cause.BROKEN_OFF)));
            putOneEach();
            assertThat(takeAll()).hasSize(THREADS);
        }

        /** Such as those whose account is gone, or whose user store is away. */
        @Test
        void areNotMoreForThoseThatNeverComeThere() {
            makeSick();
            for (int i = 0; i < 5; i++) {
                List<Entry> taken = takeAll();
                assertThat(taken).hasSizeLessThanOrEqualTo(2);
                taken.forEach(entry -> contents.remove(entry, Optional.of(Retry.Cause.ELSEWHERE)));
            }
        }

        @Test
        void areNotMoreForThoseWhoseCodesAreDead() {
            makeSick();
            Attempts attempts = new Attempts(new OutboxState(contents), clock);
            List<Entry> dying = takeAll();
            passes(Duration.ofMinutes(5));
            putOneEach();
            for (int i = 0; i < 2; i++) {
                dying.forEach(attempts::make);
                dying = takeAll();
                assertThat(dying).hasSizeLessThanOrEqualTo(2);
            }
        }

        /** Such as one that has the wrong port: the server is well, and only gives this one no answer. */
        @Test
        void doNotWaitForTheOneRealmThatItDoesNotAnswer() {
            makeWell();
            Owner wrong = tenant(0);
            for (int minute = 0; minute < 10; minute++) {
                put(wrong);
                List<Entry> silent = takeAll();
                assertThat(silent).hasSize(1);
                for (int second = 0; second < 30; second++) {
                    passes(Duration.ofSeconds(1));
                    put(tenant(1 + second));
                    List<Entry> served = takeAll();
                    assertThat(served).as("of the others").hasSize(1);
                    done(served);
                }
                silent.forEach(entry -> contents.remove(entry, Optional.of(Retry.Cause.TIMED_OUT)));
                put(tenant(1));
                put(tenant(40));
                List<Entry> served = takeAll();
                assertThat(served).isNotEmpty();
                done(served);
                done(takeAll());
                passes(Duration.ofSeconds(30));
            }
        }

        @Test
        void areNotHeldBackByATokenThatDoesNotCome() {
            makeWell();
            put(tenant(0));
            List<Entry> silent = takeAll();
            passes(Duration.ofSeconds(30));
            silent.forEach(entry -> contents.remove(entry, Optional.of(Retry.Cause.TIMED_OUT_ELSEWHERE)));
            for (int number = 1; number < REALMS; number++) {
                put(tenant(number));
            }
            assertThat(takeAll()).hasSize(THREADS);
        }
    }

    @Nested
    @DisplayName("by tokens that do not come")
    class WithoutTokens {

        private Owner byToken(int number) {
            return new Owner("tenant" + number, SERVER, "login.silent.test");
        }

        /** As after the start of a node, and where the server has been well. */
        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void keepNobodyWaitingWhoNeedsNone(boolean wasWell) {
            if (wasWell) {
                makeWell();
            }
            for (int second = 0; second < 25; second++) {
                IntStream.range(0, 2 * THREADS).forEach(number -> put(byToken(number)));
                takeAll();
                put(tenant(REALMS));
                List<Entry> served = takeAll().stream()
                        .filter(entry -> entry.owner().equals(tenant(REALMS)))
                        .toList();
                assertThat(served).as("in second " + second).hasSize(1);
                done(served);
                passes(Duration.ofSeconds(1));
            }
        }
    }

    @Nested
    @DisplayName("that lets every other one wait, such as one of two behind a balancer that is dead")
    class HalfDead {

        private static final Owner WELL = other("well");

        private final Map<Entry, Instant> waiting = new HashMap<>();
        private boolean isDead;
        private boolean isServed;

        /** Longer than a second. */
        @Test
        void keepNoOtherRealmWaiting() {
            makeWell();
            int most = 0;
            for (int tenth = 0; tenth < 1_500; tenth++) {
                for (int i = 0; i < 4; i++) {
                    put(tenant((4 * tenth + i) % REALMS));
                }
                if (tenth % 20 == 0) {
                    put(WELL);
                    isServed = false;
                }
                for (List<Entry> taken = takeAll(); !taken.isEmpty(); taken = takeAll()) {
                    taken.forEach(this::run);
                }
                assertThat(isServed || tenth % 20 < 10).as("in tenth " + tenth).isTrue();
                most = Math.max(most, waiting.size());
                passes(Duration.ofMillis(100));
                timeOut();
            }
            assertThat(most).as("threads").isBetween(THREADS, 2 * THREADS);
        }

        private void run(Entry entry) {
            boolean isOther = entry.owner().equals(WELL);
            isServed |= isOther;
            isDead = !isOther && !isDead;
            if (isDead) {
                waiting.put(entry, clock.instant());
            } else {
                contents.remove(entry, Optional.empty());
            }
        }

        private void timeOut() {
            List<Entry> over = waiting.entrySet().stream()
                    .filter(each -> !clock.instant().isBefore(each.getValue().plusSeconds(30)))
                    .map(Map.Entry::getKey)
                    .toList();
            over.forEach(waiting::remove);
            timedOut(over);
            contents.removeExpired();
        }
    }

    @Nested
    @DisplayName("that hangs")
    class Hanging {

        /** Each second: more than there are places for until their codes are dead. */
        private static final int LOGINS = 20;

        private final Map<Entry, Integer> running = new HashMap<>();
        private int mostRunning;
        private int mostPlaces;

        /** Each second some more logins; answers in how many seconds the one that is well was not served at once. */
        private int run(int from, int seconds, Owner well) {
            int late = 0;
            for (int second = from; second < from + seconds; second++) {
                for (int i = 0; i < LOGINS; i++) {
                    put(tenant((second * LOGINS + i) % REALMS));
                }
                boolean hasPlace = put(well);
                int now = second;
                boolean served = false;
                for (Entry entry : takeAll()) {
                    if (entry.owner().equals(well)) {
                        contents.remove(entry, Optional.empty());
                        served = true;
                    } else {
                        running.put(entry, now);
                    }
                }
                late += served && hasPlace ? 0 : 1;
                mostRunning = Math.max(mostRunning, running.size());
                mostPlaces = Math.max(mostPlaces, contents.size());
                passes(Duration.ofSeconds(1));
                timeOut(now + 1);
                contents.removeExpired();
            }
            return late;
        }

        private void timeOut(int now) {
            List<Entry> over = running.entrySet().stream()
                    .filter(each -> now - each.getValue() >= 30)
                    .map(Map.Entry::getKey)
                    .toList();
            over.forEach(entry -> {
                running.remove(entry);
                long later = clock.nanoTime() + Duration.ofSeconds(16).toNanos();
                contents.putBack(entry, Retry.Cause.TIMED_OUT, entry.again(Retry.Cause.TIMED_OUT, later));
            });
        }

        /** Nothing is known of any of them, as after the start of a node. */
        @Test
        void keepNoOtherRealmWaitingForAnHour() {
            assertThat(run(0, 3_600, other("well"))).isZero();
            assertThat(mostRunning).isLessThanOrEqualTo(5);
            assertThat(mostPlaces).as("places").isLessThanOrEqualTo(CAPACITY / 2 + 1);
        }

        @Test
        void holdNothingOnceTheyAreDead() {
            run(0, 600, other("well"));
            for (int second = 600; second < 1_000; second++) {
                passes(Duration.ofSeconds(1));
                timeOut(second);
                contents.removeExpired();
            }
            running.keySet().forEach(entry -> contents.remove(entry, Optional.empty()));
            assertThat(contents.size()).isZero();
        }

        /** All of them were well a moment ago. */
        @Test
        void keepNoOtherRealmWaitingWhereItHasBeenWell() {
            makeWell();
            assertThat(run(0, 3_600, other("well"))).isZero();
            assertThat(mostRunning).as("threads").isLessThanOrEqualTo(THREADS);
        }

        /** One whose first mail comes when the others hang already. */
        @Test
        void keepNoRealmWaitingOfWhichNothingIsKnown() {
            run(0, 120, other("first"));
            for (int i = 0; i < 20; i++) {
                assertThat(run(120 + i, 1, other("new" + i))).isZero();
            }
        }
    }
}
