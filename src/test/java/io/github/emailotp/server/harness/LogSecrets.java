package io.github.emailotp.server.harness;

import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What no log may hold: a code that was mailed, or the whole address of a test's user. */
final class LogSecrets {

    private static final Pattern USER_ADDRESS = Pattern.compile("\\buser\\d+@[\\w.-]+");

    private LogSecrets() {}

    /**
     * Reads the whole logs.
     *
     * @throws AssertionError with the line that tells a secret
     */
    static void requireNone(List<Path> logs, List<MailServer> servers) {
        List<Pattern> codes = servers.stream()
                .flatMap(server -> server.mails().stream())
                .filter(mail -> !mail.isOfKeycloak())
                .map(ReceivedMail::code)
                .map(code -> Pattern.compile("\\b" + code + "\\b"))
                .toList();
        logs.forEach(log -> requireNone(log, codes));
    }

    private static void requireNone(Path log, List<Pattern> codes) {
        try (Stream<String> lines = Files.lines(log)) {
            lines.filter(line -> tells(line, codes)).findFirst().ifPresent(line -> {
                throw new AssertionError("the log tells a code or an address: " + line);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean tells(String line, List<Pattern> codes) {
        Matcher address = USER_ADDRESS.matcher(line);
        return address.find()
                || codes.stream().anyMatch(code -> code.matcher(line).find());
    }
}
