package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.server.mail.AnyToken;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.server.mail.TokenEndpoint;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;

@DisplayName("An XOAUTH2 login")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenLoginTest {

    private static final String ALICE = "alice@example.test";

    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final SmtpTestServer server = new SmtpTestServer(
            builder -> builder.requireAuth().authenticationHandlerFactory(new AnyToken(logins::add)));
    private final TokenEndpoint tokens = new TokenEndpoint();

    @AfterEach
    void stop() {
        tokens.close();
        server.close();
    }

    private Map<String, String> refusing(RawServer strict, List<String> said) {
        strict.on("AUTH", (connection, line) -> {
            said.add(line);
            return "535 5.7.8 no";
        });
        return settings(strict);
    }

    private Map<String, String> settings(RawServer strict) {
        Map<String, String> settings = new HashMap<>(strict.settings("auth", "true"));
        settings.putAll(tokens.smtpSettings("secret"));
        return settings;
    }

    @Test
    void usesATokenWhileItLives() throws EmailException {
        try (var sender = new TestSender(TestSender.LIMITS)) {
            sender.keycloak.vault.put("${vault.mail}", "client secret");
            sender.send(settings("${vault.mail}"), ALICE);
            sender.send(settings("${vault.mail}"), ALICE);
        }
        assertThat(server.recipients()).hasSize(2);
        assertThat(server.opened()).isEqualTo(1);
        assertThat(logins).containsExactly("user=mailer@example.test|auth=Bearer token-1||");
        assertThat(tokens.requests())
                .singleElement()
                .asString()
                .contains(
                        "grant_type=client_credentials",
                        "client_id=mailer",
                        "client_secret=client+secret",
                        "scope=smtp");
    }

    @Test
    void isNotSharedByAnotherClientSecret() throws EmailException {
        try (var sender = new TestSender(TestSender.LIMITS)) {
            sender.send(settings("old"), ALICE);
            sender.send(settings("new"), ALICE);
        }
        assertThat(server.opened()).isEqualTo(2);
        assertThat(tokens.requests()).hasSize(2);
    }

    @Test
    void failsIfThereIsNoToken() {
        tokens.close();
        try (var sender = new TestSender(TestSender.LIMITS)) {
            var thrown = catchThrowableOfType(EmailException.class, () -> sender.send(settings("secret"), ALICE));
            assertThat(SmtpFailure.of(thrown).kind()).isEqualTo(Kind.TOKEN_UNAVAILABLE);
            assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(0, 0, 0, 0));
        }
    }

    /** Nobody waits long for such an endpoint, and so no mail must make room for others. */
    @Test
    void tellsAnEndpointThatRefusesConnectionsFromOneThatIsSilent() {
        tokens.close();
        try (var sender = new TestSender(TestSender.LIMITS)) {
            SmtpFailure refused = failure(sender);
            assertThat(refused.kind()).isEqualTo(Kind.TOKEN_UNAVAILABLE);
            assertThat(refused.isOfSilence()).isFalse();
        }
    }

    private SmtpFailure failure(TestSender sender) {
        return SmtpFailure.of(catchThrowableOfType(EmailException.class, () -> sender.send(settings("secret"), ALICE)));
    }

    @ParameterizedTest
    @CsvSource({
        "401, TOKEN_REFUSED, false",
        "408, TOKEN_UNAVAILABLE, true",
        "429, TOKEN_UNAVAILABLE, true",
        "503, TOKEN_UNAVAILABLE, true",
        "204, TOKEN_UNAVAILABLE, true"
    })
    void isTriedAgainWhereTheEndpointCannotJustNow(int answer, Kind kind, boolean retryable) throws EmailException {
        tokens.answer(answer);
        try (var sender = new TestSender(TestSender.LIMITS)) {
            SmtpFailure failure = failure(sender);
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.isRetryable()).isEqualTo(retryable);
            tokens.grant();
            sender.pass(Duration.ofSeconds(10));
            sender.send(settings("secret"), ALICE);
        }
        assertThat(server.recipients()).hasSize(1);
    }

    @Test
    void isNotAskedForWithEachMailWhileItIsRefused() {
        tokens.refuse();
        try (var sender = new TestSender(TestSender.LIMITS)) {
            for (int i = 0; i < 20; i++) {
                assertThat(failure(sender).kind()).isEqualTo(Kind.TOKEN_REFUSED);
            }
        }
        assertThat(tokens.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "429, '', 5",
        "429, 7, 7",
        "503, 7, 7",
        "429, 86400, 60",
        "429, 99999999999999999999, 5",
        "429, 0, 5",
        "429, soon, 5"
    })
    void isNotAskedForWithEachMailWhileTheEndpointIsAskedTooOften(int answer, String retryAfter, int seconds) {
        tokens.answer(answer, Map.of("Retry-After", retryAfter));
        try (var sender = new TestSender(TestSender.LIMITS)) {
            for (int i = 0; i < 5; i++) {
                SmtpFailure failure = failure(sender);
                assertThat(failure.kind()).isEqualTo(Kind.TOKEN_UNAVAILABLE);
                assertThat(failure.replyCode()).hasValue(answer);
                assertThat(failure.isUntried()).as("costs no attempt").isEqualTo(i > 0);
            }
            assertThat(tokens.requests()).hasSize(1);
            sender.pass(Duration.ofMillis(seconds * 1_000L - 900));
            failure(sender);
            assertThat(tokens.requests()).as("before the pause is over").hasSize(1);
            sender.pass(Duration.ofMillis(900));
            failure(sender);
            assertThat(tokens.requests()).as("after the pause").hasSize(2);
            failure(sender);
            assertThat(tokens.requests()).as("after another answer").hasSize(2);
        }
    }

    /** An endpoint in trouble is asked by one for all, as a mail server in trouble is. */
    @ParameterizedTest
    @ValueSource(ints = {500, 503, 408})
    void isNotAskedForWithEachMailWhileTheEndpointFails(int answer) throws EmailException {
        tokens.answer(answer, Map.of());
        try (var sender = new TestSender(TestSender.LIMITS)) {
            int requests = 0;
            for (int pause : List.of(1, 2, 4, 8, 16, 16)) {
                for (int i = 0; i < 5; i++) {
                    SmtpFailure failure = failure(sender);
                    assertThat(failure.kind()).isEqualTo(Kind.TOKEN_UNAVAILABLE);
                    assertThat(failure.isUntried()).as("costs no attempt").isEqualTo(i > 0);
                }
                requests++;
                assertThat(tokens.requests()).hasSize(requests);
                sender.pass(Duration.ofMillis(pause * 700L));
                failure(sender);
                assertThat(tokens.requests()).as("before the pause is over").hasSize(requests);
                sender.pass(Duration.ofMillis(pause * 300L));
            }
            tokens.grant();
            sender.send(settings("secret"), ALICE);
        }
        assertThat(server.recipients()).hasSize(1);
    }

    /** The endpoint may be in trouble with that client only. */
    @Test
    void isAskedForLessAndLessAlsoWhereAnotherClientGetsOneUntilTheTroubleIsLongOver() throws EmailException {
        try (var sender = new TestSender(TestSender.LIMITS)) {
            tokens.answer(503, Map.of());
            failure(sender);
            sender.pass(Duration.ofSeconds(1));
            tokens.grant();
            sender.send(settings("another secret"), ALICE);
            tokens.answer(503, Map.of());
            failure(sender);
            sender.pass(Duration.ofMillis(1_350));
            failure(sender);
            assertThat(tokens.requests()).as("in a pause of 1.4 to 2 s").hasSize(3);

            sender.pass(Duration.ofMinutes(2));
            failure(sender);
            sender.pass(Duration.ofSeconds(1));
            failure(sender);
            assertThat(tokens.requests()).as("after a pause of 0.7 to 1 s").hasSize(5);
        }
    }

    @Test
    void sharesOneRequestWithAllThatWaitForIt() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        tokens.delay(() -> RawServer.await(goOn));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (var sender = new TestSender(TestSender.LIMITS)) {
            List<Future<?>> mails = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                mails.add(threads.submit(() -> {
                    sender.send(settings("secret"), ALICE);
                    return null;
                }));
            }
            SmtpTestServer.await(
                    "eight mails on their way",
                    () -> sender.connections.figures().borrowed() == 8);
            goOn.countDown();
            for (Future<?> mail : mails) {
                mail.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.recipients()).hasSize(8);
        assertThat(tokens.requests()).hasSize(1);
    }

    /** Each that is dead may count as a wrong password. */
    @Test
    void isSaidWithTheTokenThatIsGoodWhenItsTurnComes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<String> said = new CopyOnWriteArrayList<>();
        try (RawServer strict = new RawServer().offering("AUTH XOAUTH2");
                var sender = new TestSender(TestSender.LIMITS)) {
            sender.keycloak.deadline = Optional.of(sender.now().plus(Duration.ofMinutes(5)));
            Map<String, String> settings = settings(strict);
            sender.send(settings, ALICE);
            sender.pass(Duration.ofSeconds(31));
            sender.connections.evict();
            strict.on("AUTH", (connection, line) -> {
                String login = new String(Base64.getDecoder().decode(line.split(" ", 3)[2]), StandardCharsets.UTF_8);
                said.add(login);
                SmtpTestServer.await(
                        "eight mails",
                        () -> strict.connections().stream()
                                        .filter(each -> each.times("EHLO") > 0)
                                        .count()
                                > 8);
                return login.contains("token-1") ? "535 5.7.8 it is dead" : "235 you are known";
            });
            List<Future<?>> mails = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                mails.add(threads.submit(() -> {
                    sender.send(settings, ALICE);
                    return null;
                }));
            }
            for (Future<?> mail : mails) {
                mail.get();
            }
            assertThat(strict.connections()).as("one that was refused, too").hasSize(1 + 1 + 8);
        } finally {
            threads.shutdownNow();
        }
        String user = "user=mailer@example.test\u0001auth=Bearer ";
        assertThat(said).hasSize(9).startsWith(user + "token-1\u0001\u0001");
        assertThat(said.subList(1, 9)).containsOnly(user + "token-2\u0001\u0001");
        assertThat(tokens.requests()).hasSize(2);
    }

    /** Each time that one is said that is dead may count as a wrong password. */
    @Test
    void isNotSaidAgainWithATokenThatWasRefused() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        try (RawServer strict = new RawServer().offering("AUTH XOAUTH2");
                var sender = new TestSender(TestSender.LIMITS)) {
            Map<String, String> settings = refusing(strict, said);
            for (int i = 0; i < 3; i++) {
                assertThat(catchThrowable(() -> sender.send(settings, ALICE))).isInstanceOf(EmailException.class);
                sender.pass(Duration.ofMinutes(2));
            }
        }
        assertThat(said).hasSize(6).doesNotHaveDuplicates();
    }

    /** Some endpoints give the same token until its end. */
    @Test
    void isSaidOnceWhereTheEndpointHasNoOtherToken() throws Exception {
        tokens.grantTheSame();
        List<String> said = new CopyOnWriteArrayList<>();
        try (RawServer strict = new RawServer().offering("AUTH XOAUTH2");
                var sender = new TestSender(TestSender.LIMITS)) {
            Map<String, String> settings = refusing(strict, said);
            EmailException failure = catchThrowableOfType(EmailException.class, () -> sender.send(settings, ALICE));
            assertThat(SmtpFailure.of(failure).kind()).isEqualTo(Kind.AUTHENTICATION);
        }
        assertThat(said).hasSize(1);
    }

    /** It has taken its time to connect. */
    @Test
    void isSaidWithTheTokenThatIsGoodThoughItsTurnCameAtOnce() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        CountDownLatch renewed = new CountDownLatch(1);
        List<String> said = new CopyOnWriteArrayList<>();
        try (RawServer strict = new RawServer().offering("AUTH XOAUTH2");
                var sender = new TestSender(TestSender.LIMITS)) {
            sender.keycloak.deadline = Optional.of(sender.now().plus(Duration.ofMinutes(5)));
            Map<String, String> settings = settings(strict);
            strict.on("EHLO", (connection, line) -> {
                if (strict.connections().size() == 1) {
                    RawServer.await(renewed);
                }
                return "250-localhost\r\n250 AUTH XOAUTH2";
            });
            strict.on("AUTH", (connection, line) -> {
                said.add(new String(Base64.getDecoder().decode(line.split(" ", 3)[2]), StandardCharsets.UTF_8));
                return said.size() == 1 ? "535 5.7.8 it is dead" : "235 you are known";
            });
            Future<Object> slow = threads.submit(() -> catchThrowable(() -> sender.send(settings, ALICE)));
            SmtpTestServer.await("the slow one", () -> !strict.connections().isEmpty());
            sender.send(settings, ALICE);
            renewed.countDown();
            assertThat(slow.get()).isNull();
        } finally {
            threads.shutdownNow();
        }
        assertThat(said.stream().filter(login -> login.contains("token-1"))).hasSize(1);
    }

    /** Nobody had a turn before it, so that it is as good as when it was asked for. */
    @Test
    void isAskedForOnceByAMailThatNeedNotWait() throws EmailException {
        tokens.grantFor(Duration.ofSeconds(1));
        try (RawServer server = new RawServer().offering("AUTH XOAUTH2");
                var sender = new TestSender(TestSender.LIMITS)) {
            sender.send(settings(server), ALICE);
        }
        assertThat(tokens.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 9_300_000_000L, 86_401, 0, -1, Long.MIN_VALUE})
    void isGoodForADayAtMostWhateverItsEndpointSays(long seconds) throws EmailException {
        tokens.grantFor(Duration.ofSeconds(seconds));
        try (var sender = new TestSender(TestSender.LIMITS)) {
            sender.send(settings("secret"), ALICE);
            assertThat(tokens.requests()).hasSize(1);
            sender.pass(Duration.ofDays(1));
            sender.send(settings("secret"), ALICE);
        }
        assertThat(server.recipients()).hasSize(2);
        assertThat(tokens.requests()).hasSize(2);
    }

    /** What others were told is no reason to ask the endpoint. */
    @Test
    void isNotAskedForByThoseWhoAreToldThatItWasRefused() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (RawServer strict = new RawServer().offering("AUTH XOAUTH2");
                var sender = new TestSender(TestSender.LIMITS)) {
            sender.keycloak.deadline = Optional.of(sender.now().plus(Duration.ofMinutes(5)));
            Map<String, String> settings = settings(strict);
            strict.on("AUTH", (connection, line) -> {
                SmtpTestServer.await("eight mails", () -> strict.connections().size() >= 8);
                tokens.refuse();
                return "535 5.7.8 no";
            });
            List<Future<Object>> mails = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                mails.add(threads.submit(() -> catchThrowable(() -> sender.send(settings, ALICE))));
            }
            for (Future<Object> mail : mails) {
                assertThat(mail.get()).isInstanceOf(EmailException.class);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(tokens.requests())
                .as("the first, and one that would have been in place of it")
                .hasSize(2);
    }

    /** The tests' conversations end after two seconds. */
    @Test
    void doesNotWaitForAnEndpointThatHangs() {
        CountDownLatch end = new CountDownLatch(1);
        tokens.delay(() -> RawServer.await(end));
        try (var sender = new TestSender(TestSender.LIMITS)) {
            long begun = System.nanoTime();
            SmtpFailure silent = failure(sender);
            assertThat(silent.kind()).isEqualTo(Kind.TOKEN_UNAVAILABLE);
            assertThat(silent.isOfSilence()).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(6_000);
        } finally {
            end.countDown();
        }
    }

    /** Nobody can end a look-up: the HTTP client waits for it, and no mail waits for the client. */
    @Test
    void doesNotWaitForAResolverThatHangs() {
        CountDownLatch end = new CountDownLatch(1);
        try (var sender = new TestSender(TestSender.LIMITS)) {
            sender.keycloak.http = () -> HttpClients.custom()
                    .setDnsResolver(host -> {
                        RawServer.await(end);
                        return InetAddress.getAllByName(host);
                    })
                    .build();
            assertThat(failure(sender).kind()).isEqualTo(Kind.TOKEN_UNAVAILABLE);
            assertThat(failure(sender).isOfSilence()).isTrue();
            assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(0, 0, 0, 0));
        } finally {
            end.countDown();
        }
        assertThat(server.recipients()).isEmpty();
    }

    private Map<String, String> settings(String secret) {
        var settings = new HashMap<>(server.settings("auth", "true"));
        settings.putAll(tokens.smtpSettings(secret));
        return settings;
    }
}
