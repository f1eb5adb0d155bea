package io.github.emailotp.server.mail.real;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Mail servers that cannot be installed beside another: unpacked by {@code src/test/scripts/real-mail-servers.sh}. */
final class Programs {

    private static final Path FOLDER = Path.of("target", "mail-servers").toAbsolutePath();

    private Programs() {}

    static String path(String name) {
        Path program = FOLDER.resolve(name);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(program + " is missing: src/test/scripts/real-mail-servers.sh unpacks it");
        }
        return program.toString();
    }

    /** One of their files that is no program. */
    static String file(String name) {
        return FOLDER.resolve(name).toString();
    }

    /** What a realm's {@code smtpServer} must hold to send through this port. */
    static Map<String, String> settings(int port) {
        return Map.of("host", "localhost", "port", Integer.toString(port), "from", "login@example.test");
    }
}
