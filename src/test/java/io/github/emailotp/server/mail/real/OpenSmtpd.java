package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * OpenSMTPD without TLS, which Debian's cannot. It takes mails to {@code user1@example.test} and on. A machine has one at a time, since its control socket
 * has a fixed place: another waits for it to end, in whatever process it is.
 */
public final class OpenSmtpd implements AutoCloseable {

    private static final int USERS = 10_000;

    private static final String CONFIGURATION = """
            table boxes file:@DIR@/boxes
            listen on 127.0.0.1 port @PORT@ hostname mail.example.test
            action "deliver" maildir "@DIR@/mail/all" user nobody virtual <boxes>
            match from any for domain "example.test" action "deliver"
            """;

    private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "email-otp-opensmtpd.lock");

    private final FileChannel only = alone();
    private final Workplace workplace = new Workplace();
    private final int port = FreePort.any();

    /** Runs at once. */
    public OpenSmtpd() {
        workplace.openFolder("mail");
        workplace.write(
                "boxes",
                IntStream.rangeClosed(1, USERS)
                        .mapToObj("user%d@example.test nobody%n"::formatted)
                        .collect(Collectors.joining()));
        String file = workplace
                .write("smtpd.conf", CONFIGURATION.replace("@PORT@", "" + port))
                .toString();
        workplace.start(Programs.path("usr/sbin/smtpd"), "-d", "-f", file);
        workplace.await(port);
    }

    public Map<String, String> settings() {
        return Programs.settings(port);
    }

    public Maildir mails() {
        return new Maildir(workplace.path("mail/all"));
    }

    /** All that it has logged. */
    public String log() {
        return workplace.read("output");
    }

    @Override
    public void close() {
        workplace.close();
        try {
            only.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel alone() {
        try {
            FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
