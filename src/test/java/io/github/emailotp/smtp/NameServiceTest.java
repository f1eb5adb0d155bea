package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;

@DisplayName("A resolver")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NameServiceTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final NameService names = new NameService(this::afterAWhile);

    @AfterEach
    void stop() {
        answer.countDown();
        threads.shutdownNow();
    }

    private InetAddress[] afterAWhile(String host) throws UnknownHostException {
        asked.incrementAndGet();
        RawServer.await(answer);
        if (host.startsWith("no.")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Test
    void isNotWaitedForLongerThanThereIsTime() {
        assertThatThrownBy(() -> names.addresses("mail.example.test", SHORT))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void isAskedOnceByAllWhoWaitForTheSameHost() throws Exception {
        Callable<InetAddress[]> lookUp = () -> names.addresses("mail.example.test", LONG);
        List<Future<InetAddress[]>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(threads.submit(lookUp));
        }
        assertThatThrownBy(() -> names.addresses("mail.example.test", SHORT))
                .isInstanceOf(SocketTimeoutException.class);
        answer.countDown();
        for (Future<InetAddress[]> each : all) {
            assertThat(each.get()).containsExactly(InetAddress.getLoopbackAddress());
        }
        assertThat(asked).hasValueLessThanOrEqualTo(2);
        int before = asked.get();
        names.addresses("mail.example.test", LONG);
        assertThat(asked).as("nothing is kept").hasValue(before + 1);
    }

    @Test
    void isBelievedThatThereIsNoSuchHost() {
        answer.countDown();
        assertThatThrownBy(() -> names.addresses("no.example.test", LONG)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void isNotAskedForAnAddress() throws Exception {
        NameService java = new NameService(InetAddress::getAllByName);
        assertThat(java.addresses("127.0.0.1", Duration.ZERO)).hasSize(1);
        assertThat(java.addresses("::1", Duration.ZERO)).hasSize(1);
        assertThat(java.addresses("[::1]", Duration.ZERO)).hasSize(1);
        assertThat(java.addresses("::ffff:127.0.0.1", Duration.ZERO)).hasSize(1);
        assertThat(java.addresses("fe80::1%1", Duration.ZERO)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999.1.1.1", "1.2.3.4.5", "1.2", "mail.example.test:25", "fade:25", "mail:%1", "1:2:3"})
    void isNotWaitedForInTheMailsThreadForWhatIsNoAddress(String host) {
        assertThatThrownBy(() -> names.addresses(host, SHORT)).isInstanceOf(SocketTimeoutException.class);
    }

    /** Hosts that it does not answer for keep it from nothing else. */
    @Test
    void tellsTheNameOfThisMachineAsItWasKnownLastWhileItGivesNoAnswer() {
        CountDownLatch again = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        NameService own = new NameService(new NameService.Resolver() {
            @Override
            public InetAddress[] addresses(String host) throws UnknownHostException {
                return afterAWhile(host);
            }

            @Override
            public String ownName() {
                if (calls.incrementAndGet() == 1) {
                    return "the old name";
                }
                again.countDown();
                RawServer.await(answer);
                return "the new name";
            }
        });
        for (int i = 0; i < 200; i++) {
            String host = "mail" + i + ".example.test";
            assertThatThrownBy(() -> own.addresses(host, Duration.ofMillis(1)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(own.ownName(LONG)).contains("the old name");
        assertThat(own.ownName(LONG)).as("while it is asked again").contains("the old name");
        RawServer.await(again);
        answer.countDown();
        SmtpTestServer.await("the new name", () -> own.ownName(LONG).equals(Optional.of("the new name")));
    }

    @Test
    void holdsAFewThreadsHoweverManyHostsItDoesNotAnswerFor() {
        for (int i = 0; i < 200; i++) {
            String host = "mail" + i + ".example.test";
            assertThatThrownBy(() -> names.addresses(host, Duration.ofMillis(1)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        SmtpTestServer.await("look-ups", () -> asked.get() == 128);
        assertThat(asked).hasValue(128);
    }

    /** One that it has answered for: of the others, nobody knows whether they are well. */
    @Test
    void keepsNoHostWaitingThatIsWellHoweverManyItDoesNotAnswerFor() throws Exception {
        MovableClock clock = new MovableClock();
        NameService kept = new NameService(
                host -> host.startsWith("well.")
                        ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                        : afterAWhile(host),
                clock::nanoTime);
        kept.addresses("well.example.test", LONG);
        for (int i = 0; i < 200; i++) {
            String host = "mail" + i + ".example.test";
            assertThatThrownBy(() -> kept.addresses(host, Duration.ofMillis(1)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        SmtpTestServer.await("look-ups", () -> asked.get() == 128);
        long begun = System.nanoTime();
        assertThat(kept.addresses("well.example.test", LONG)).containsExactly(InetAddress.getLoopbackAddress());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        clock.advance(Duration.ofMinutes(59));
        assertThat(kept.addresses("well.example.test", SHORT)).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        assertThatThrownBy(() -> kept.addresses("well.example.test", SHORT))
                .as("an hour later")
                .isInstanceOf(SocketTimeoutException.class);
        answer.countDown();
        assertThat(kept.addresses("well.example.test", LONG)).hasSize(1);
        assertThat(kept.addresses("well.example.test", SHORT)).hasSize(1);
    }

    @Test
    void isBelievedInPlaceOfWhatItSaidLast() throws Exception {
        AtomicReference<String> address = new AtomicReference<>("192.0.2.1");
        NameService moved = new NameService(host -> new InetAddress[] {InetAddress.getByName(address.get())});
        assertThat(moved.addresses("mail.example.test", LONG)).containsExactly(InetAddress.getByName("192.0.2.1"));
        address.set("192.0.2.2");
        InetAddress next = InetAddress.getByName("192.0.2.2");
        // On a busy machine the look-up may be late itself.
        SmtpTestServer.await("the next address", () -> {
            try {
                return List.of(moved.addresses("mail.example.test", LONG)).equals(List.of(next));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void isRememberedForAThousandHosts() {
        LastAddresses last = new LastAddresses(() -> 0);
        for (int i = 0; i < 1_000; i++) {
            last.remember("mail" + i, List.of(InetAddress.getLoopbackAddress()));
        }
        last.remember("mail0", List.of(InetAddress.getLoopbackAddress()));
        last.remember("mail1000", List.of(InetAddress.getLoopbackAddress()));
        assertThat(last.of("mail1")).as("asked for first").isEmpty();
        assertThat(last.of("mail0")).isPresent();
        assertThat(last.of("mail1000")).isPresent();
    }

    @Nested
    @DisplayName("that a mail needs")
    class OfAMail {

        private final RawServer server = new RawServer();
        private final TestSender sender = new TestSender(TestSender.LIMITS);

        @AfterEach
        void stop() {
            sender.close();
            server.close();
        }

        private SmtpFailure failure(String host) {
            Map<String, String> settings = new HashMap<>(server.settings());
            settings.put("host", host);
            return SmtpFailure.of(
                    catchThrowableOfType(EmailException.class, () -> sender.send(settings, "alice@example.test")));
        }

        /** The tests' conversations end after two seconds. */
        @Test
        void isATimeoutIfItDoesNotAnswer() {
            sender.resolver = NameServiceTest.this::afterAWhile;
            assertThat(failure("mail.example.test").kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(0, 0, 0, 0));
        }

        @Test
        void isNoTimeoutIfThereIsNoSuchHost() {
            answer.countDown();
            sender.resolver = NameServiceTest.this::afterAWhile;
            assertThat(failure("no.example.test").kind()).isEqualTo(Kind.UNREACHABLE);
        }

        @Test
        void isDoneWithoutIfItDoesNotKnowThisMachine() throws Exception {
            sender.resolver = new NameService.Resolver() {
                @Override
                public InetAddress[] addresses(String host) {
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                }

                @Override
                public String ownName() {
                    RawServer.await(answer);
                    return "machine.example.test";
                }
            };
            Map<String, String> settings = new HashMap<>(server.settings());
            settings.put("timeout", "200");
            sender.send(settings, "alice@example.test");
            assertThat(server.recipients()).hasSize(1);
            assertThat(server.connections().get(0).heard()).anyMatch("EHLO [127.0.0.1]"::equals);
        }
    }
}
