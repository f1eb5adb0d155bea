package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("With debug, the log")
class TraceTest {

    private static final String ALICE = "alice@example.test";
    private static final String MAILER = "mailer@example.test";
    private static final String PASSWORD = "open sesame";

    private final TestSender sender = new TestSender(TestSender.LIMITS);
    private final RawServer server = new RawServer()
            .on(RawServer.GREETING, "220 localhost of postmaster@example.test")
            .on("MAIL", "250 2.1.0 login@example.test may send")
            .on("RCPT", "250 2.1.5 alice@example.test is here")
            .on(RawServer.END, "250 2.0.0 for alice@example.test");

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    /** All that is written and logged while this mail is sent, and what is logged alone. */
    private record Told(String output, List<String> log) {}

    private Told send(Map<String, String> settings) throws Exception {
        PrintStream before = System.out;
        var output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try (var log = new CapturedLog("io.github.emailotp")) {
            sender.send(settings, ALICE);
            return new Told(output.toString(StandardCharsets.UTF_8), log.entries());
        } finally {
            System.setOut(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH PLAIN", "AUTH LOGIN"})
    void tellsCommandsAndRepliesWithoutContentsAddressesAndPasswords(String offer) throws Exception {
        server.offering("PIPELINING", offer);
        if (offer.endsWith("LOGIN")) {
            server.on("AUTH", "334 VXNlcm5hbWU6")
                    .on(base64(MAILER).toUpperCase(Locale.ROOT), "334 UGFzc3dvcmQ6")
                    .on(base64(PASSWORD).toUpperCase(Locale.ROOT), "235 you are known");
        }
        Told told = send(server.settings("debug", "true", "auth", "true", "user", MAILER, "password", PASSWORD));
        assertThat(server.recipients()).containsExactly(ALICE);
        assertThat(told.output() + told.log())
                .doesNotContain("Subject", "Text", "HTML", "@example.test", "alice", "mailer", PASSWORD)
                .doesNotContain(base64(MAILER), base64(PASSWORD), base64("\0" + MAILER + "\0" + PASSWORD));
        String name = "localhost:" + server.port();
        assertThat(told.log())
                .anySatisfy(entry -> assertThat(entry).contains(name + " < 220 localhost of"))
                .anySatisfy(entry -> assertThat(entry).contains(name + " > EHLO"))
                .anySatisfy(entry -> assertThat(entry).contains("250-PIPELINING 250 " + offer))
                .anySatisfy(entry -> assertThat(entry).contains(" > AUTH"))
                .anySatisfy(entry -> assertThat(entry).contains(" < 235"))
                .anySatisfy(entry -> assertThat(entry).contains(" > RCPT"))
                .anySatisfy(entry -> assertThat(entry).contains(" < 250 2.1.5\n"))
                .anySatisfy(entry -> assertThat(entry).contains(" < 354"))
                .anySatisfy(entry -> assertThat(entry).contains(" < 250 2.0.0\n"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tellsNothingOfTheKindWithout() throws Exception {
        Told told = send(server.settings());
        assertThat(told.output() + told.log()).doesNotContain("EHLO", "220 localhost");
    }
}
