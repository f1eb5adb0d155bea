package io.github.emailotp.server;

import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An email theme of a realm whose mail with a code cannot be rendered; the realm has its usual one again at the end. */
final class BrokenMailTheme implements AutoCloseable {

    private final TestRealm realm;
    private final List<Path> files;

    BrokenMailTheme(KeycloakServer server, TestRealm realm) {
        this.realm = realm;
        Path theme = server.themes().resolve("broken-mails/email");
        Path text = theme.resolve("text/mailed-code.ftl");
        Path properties = theme.resolve("theme.properties");
        try {
            Files.createDirectories(text.getParent());
            Files.writeString(properties, "parent=base");
            Files.writeString(text, "${noSuchThing}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files = List.of(text, text.getParent(), properties, theme, theme.getParent());
        use("broken-mails");
    }

    private void use(String theme) {
        realm.admin().updateRealm(realm.name(), representation -> representation.put("emailTheme", theme));
    }

    @Override
    public void close() {
        use("");
        try {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
