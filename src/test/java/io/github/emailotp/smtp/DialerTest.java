package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The address of a host that answered last")
class DialerTest {

    private static final InetAddress ONE = loopback(2);
    private static final InetAddress OTHER = loopback(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Timekeeper timekeeper = new Timekeeper(System::nanoTime, Duration.ofHours(1));
    private final ServerSocket both = new ServerSocket(0);
    private final Dialer dialer = new Dialer(new NameService(host -> new InetAddress[] {ONE, OTHER}));

    DialerTest() throws IOException {}

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        both.close();
        timekeeper.close();
    }

    /** The first that is tried, which takes the connection. */
    private InetAddress dialed(String host) throws IOException {
        Conversation conversation = timekeeper.begin(LONG);
        try (MailSocket socket = dialer.dial(host, both.getLocalPort(), LONG, conversation)) {
            both.accept().close();
            return loopback(socket.getInetAddress().getAddress()[3]);
        } finally {
            timekeeper.end(conversation);
        }
    }

    /** Administrators of many realms may name as many hosts as they like. */
    @Test
    void isRememberedForAThousandHosts() throws IOException {
        assertThat(dialed("first")).isEqualTo(ONE);
        dialer.answers("first", OTHER);
        for (int i = 1; i < 1_000; i++) {
            dialed("host" + i);
        }
        assertThat(dialed("first")).isEqualTo(OTHER);
        for (int i = 0; i < 1_000; i++) {
            dialed("another" + i);
        }
        assertThat(dialed("first")).isEqualTo(ONE);
    }
}
