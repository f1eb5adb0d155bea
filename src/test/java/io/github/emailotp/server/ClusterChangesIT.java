package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakCluster;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.harness.ThreeNodesExtension;
import io.github.emailotp.server.mail.MailServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Twelve people are attacked, one after the other, with forty wrong codes each, and twelve others post their right code fifty times at
 * once, before, while and after a node of three comes or goes. Slow: {@code ./mvnw verify -Dit.test=ClusterChangesIT -Dslow.tests=none} runs it.
 */
@Tag("cluster-changes")
@ExtendWith(ThreeNodesExtension.class)
@DisplayName("While nodes of a cluster come and go")
class ClusterChangesIT {

    private static final Logger LOG = Logger.getLogger(ClusterChangesIT.class);
    private static final int PEOPLE = 12;
    private static final int SESSIONS = 10;
    private static final int POSTS = 4;
    private static final int RIGHT_POSTS_PER_NODE = 17;
    private static final int FREE_GUESSES = 10;
    private static final int CHANGING = 2;

    private final KeycloakCluster cluster;
    private final TestRealm realm;
    private final MailServer mail;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ClusterChangesIT(KeycloakCluster cluster, TestRealm realm, MailServer mail) {
        this.cluster = cluster;
        this.realm = realm;
        this.mail = mail;
    }

    /** What happens to the last node, and in what time twelve waves see it happen. */
    private enum Change {
        KILL(Duration.ofMillis(300)),
        LEAVE(Duration.ofMillis(600)),
        JOIN(Duration.ofMillis(2500));

        private final Duration pace;

        Change(Duration pace) {
            this.pace = pace;
        }

        void prepare(KeycloakCluster cluster) {
            if (this == JOIN) {
                cluster.leave(CHANGING);
            }
        }

        void happen(KeycloakCluster cluster) {
            switch (this) {
                case KILL -> cluster.kill(CHANGING);
                case LEAVE -> cluster.leave(CHANGING);
                case JOIN -> cluster.start(CHANGING);
            }
        }
    }

    /**
     * Somebody with several open sessions, and the code of the last.
     *
     * @param lost how many posts a node took with it: what it has done of them it told nobody
     */
    private record Person(TestUser user, List<LoginClient> sessions, String code, AtomicLong lost) {

        Map<String, String> wrong() {
            return Map.of("oneTimeCode", WrongCode.insteadOf(code));
        }

        Map<String, String> right() {
            return Map.of("oneTimeCode", code);
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void tenWrongCodesAreComparedAndARightOneLogsInOnce(Change change) {
        realm.configureStep(Map.of(
                "codeAttempts",
                "10",
                "guessWait",
                "600",
                "mailsPer5Minutes",
                "100",
                "mailsPer15Minutes",
                "100",
                "mailsPerHour",
                "100",
                "mailsPerDay",
                "100"));
        change.prepare(cluster);
        List<Person> attacked = people(SESSIONS);
        List<Person> owners = people(1);

        CompletableFuture<?> changing = CompletableFuture.runAsync(
                () -> change.happen(cluster),
                CompletableFuture.delayedExecutor(3 * change.pace.toMillis(), TimeUnit.MILLISECONDS, threads));
        List<CompletableFuture<Void>> waves = IntStream.range(0, PEOPLE)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            attack(attacked.get(i));
                            logInAtOnce(owners.get(i));
                        },
                        CompletableFuture.delayedExecutor(i * change.pace.toMillis(), TimeUnit.MILLISECONDS, threads)))
                .toList();
        waves.forEach(CompletableFuture::join);
        changing.join();

        LOG.infof(
                "%s: compared %s, posts lost %s; logins %s, posts lost %s",
                change,
                attacked.stream().map(this::comparisons).toList(),
                attacked.stream().map(Person::lost).toList(),
                owners.stream().map(this::logins).toList(),
                owners.stream().map(Person::lost).toList());
        assertThat(attacked).allSatisfy(this::requireTenComparisons);
        requireTenComparisonsOfMost(attacked);
        attacked.forEach(this::attack);
        assertThat(attacked).as("afterwards").allSatisfy(person -> {
            requireTenComparisons(person);
            LoginClient last = person.sessions().get(SESSIONS - 1);
            assertThat(last.code(person.code()).isLoggedIn())
                    .as("the right one")
                    .isFalse();
        });
        owners.forEach(this::typeAgain);
        assertThat(owners)
                .allSatisfy(person -> assertThat(logins(person)).isLessThanOrEqualTo(1))
                .filteredOn(person -> person.lost().get() == 0)
                .allSatisfy(person -> assertThat(logins(person)).isEqualTo(1));
        assertThat(owners.stream().mapToLong(this::logins).sum())
                .as("but for those whose success was made by the node that died")
                .isGreaterThan(PEOPLE / 2);
        if (change != Change.KILL) {
            assertThat(attacked)
                    .allSatisfy(person -> assertThat(comparisons(person)).isEqualTo(FREE_GUESSES));
            assertThat(owners).allSatisfy(person -> assertThat(logins(person)).isEqualTo(1));
        }
    }

    /** Who lost the answer reads the page anew, and types the code again. */
    private void typeAgain(Person owner) {
        if (logins(owner) == 0) {
            LoginClient session = owner.sessions().get(0);
            session.moveTo(cluster.node(0));
            if (session.reload().isCodePage()) {
                session.code(owner.code());
            }
        }
    }

    /** Had every lost post been a comparison that nobody was told of, this would say nothing of one person alone. */
    private void requireTenComparisonsOfMost(List<Person> people) {
        long made = people.stream().mapToLong(this::comparisons).sum();
        long lost = people.stream().mapToLong(person -> person.lost().get()).sum();
        assertThat(made)
                .as("of %s lost posts", lost)
                .isGreaterThanOrEqualTo((long) FREE_GUESSES * PEOPLE - lost)
                .isGreaterThan((long) FREE_GUESSES * PEOPLE / 2);
    }

    /** None more, and none less, but for those that a node may have made when it was killed. */
    private void requireTenComparisons(Person person) {
        assertThat(comparisons(person))
                .isBetween((long) FREE_GUESSES - person.lost().get(), (long) FREE_GUESSES);
    }

    private List<Person> people(int sessions) {
        return IntStream.range(0, PEOPLE).mapToObj(i -> person(sessions)).toList();
    }

    private Person person(int count) {
        TestUser user = realm.newUser();
        List<LoginClient> sessions =
                IntStream.range(0, count).mapToObj(i -> begin(user, i + 1)).toList();
        var mails = mail.mailsTo(user.email());
        return new Person(user, sessions, mails.get(count - 1).code(), new AtomicLong());
    }

    private LoginClient begin(TestUser user, int mails) {
        LoginClient client = realm.newClient();
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
        mail.awaitMail(user.email(), mails);
        return client;
    }

    private void logInAtOnce(Person owner) {
        owner.lost()
                .addAndGet(owner.sessions()
                        .get(0)
                        .postInParallelToMortals(RIGHT_POSTS_PER_NODE, owner.right(), cluster.nodes()));
    }

    /** All sessions at once, one post after the other in each, to one node after the other. */
    private void attack(Person person) {
        CompletableFuture.allOf(IntStream.range(0, person.sessions().size())
                        .mapToObj(i -> CompletableFuture.runAsync(() -> post(person, i), threads))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private void post(Person person, int index) {
        LoginClient session = person.sessions().get(index);
        for (int i = 0; i < POSTS; i++) {
            session.moveTo(cluster.node((index + i) % cluster.nodes().size()));
            if (!posted(session, person)) {
                session.moveTo(cluster.node(0));
                session.reload();
            }
        }
    }

    /** False if the node was gone, or the page has no field any more. */
    private static boolean posted(LoginClient session, Person person) {
        if (!session.page().has("[name=oneTimeCode]")) {
            return false;
        }
        AtomicBoolean answered = new AtomicBoolean();
        if (LoginClient.isLost(() -> answered.set(session.submit(person.wrong()).isCodePage()))) {
            person.lost().incrementAndGet();
        }
        return answered.get();
    }

    private long comparisons(Person person) {
        return events(person, "error", "invalid_user_credentials");
    }

    private long logins(Person person) {
        return events(person, "type", "LOGIN");
    }

    private long events(Person person, String field, String value) {
        return realm.events(person.user()).stream()
                .filter(event -> event.path(field).asText().equals(value))
                .count();
    }
}
