package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.SecondExtension;
import io.github.emailotp.server.harness.SecondKeycloak;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The line of {@code docs/install.md}, "A set-up as a file", run on a server that is stopped. */
@Tag("every-version")
@Tag("seldom")
@ExtendWith(SecondExtension.class)
@DisplayName("A realm that kc.sh imports from a file")
class ImportIT {

    private static final Pattern LINE = Pattern.compile("(?m)^bin/kc\\.sh (import .*--file (\\S+)\\.json)$");
    private static final String KEEPS = "--override=false";

    private final SecondKeycloak server;
    private final TestRealm other;
    private final MailServer mail;

    private TestRealm shop;
    private TestUser user;

    ImportIT(SecondKeycloak server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.other = realm;
        this.mail = mail;
    }

    @BeforeEach
    void importOnce() {
        server.runWhileStopped(line().toArray(String[]::new));
        shop = other.sibling(DocumentedLines.REALM);
        user = shop.newUser();
    }

    @AfterEach
    void delete() {
        other.admin().delete(DocumentedLines.REALM);
    }

    @Test
    void keepsItsUsersTheSecondTime() {
        logIn(1);
        server.runWhileStopped(line().toArray(String[]::new));
        logIn(2);
    }

    /** What the text warns of. */
    @Test
    void losesItsUsersWithoutTheOption() {
        assertThat(users()).containsExactly(user.username());
        server.runWhileStopped(
                line().stream().filter(word -> !word.equals(KEEPS)).toArray(String[]::new));
        assertThat(users()).isEmpty();
    }

    /** By the password and the code of this mail. */
    private void logIn(int number) {
        LoginClient client = shop.newClient();
        client.openLogin();
        assertThat(client.password(user).isCodePage()).as(client.page().text()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email(), number).code()).isLoggedIn())
                .isTrue();
    }

    private List<String> users() {
        return other.admin().get(DocumentedLines.REALM + "/users").findValuesAsText("username");
    }

    /** With the file as it is there. */
    private static List<String> line() {
        try {
            Matcher line = LINE.matcher(Files.readString(Path.of("docs", "install.md")));
            assertThat(line.find()).isTrue();
            Path file = RealmFile.of(line.group(2)).path().toAbsolutePath();
            List<String> words = Stream.of(line.group(1).split(" ", -1))
                    .map(word -> word.endsWith(".json") ? file.toString() : word)
                    .toList();
            assertThat(words).contains(KEEPS, file.toString());
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
