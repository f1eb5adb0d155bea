package io.github.emailotp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.MailTroubles;
import io.github.emailotp.smtp.SmtpFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Why a mail does not arrive, as {@code docs/events.md} lists it. */
@DisplayName("The reasons of the documentation")
class DocumentedReasonsTest {

    private static final Path EVENTS = Path.of("docs", "events.md");
    private static final Set<String> ROWS =
            Set.of("email_otp_mail_retried", "email_otp_mail_unconfirmed", "email_send_failed");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w+(?:Test|IT)\\b");
    private static final Pattern REASON = Pattern.compile("`([a-z_]+?)(?:_<code>)?`");

    private static Set<String> documented() throws IOException {
        return Files.readAllLines(EVENTS).stream()
                .filter(row -> ROWS.stream().anyMatch(error -> row.contains("| `" + error + "` |")))
                .map(row -> row.substring(row.indexOf("`reason`") + "`reason`".length()))
                .flatMap(text -> REASON.matcher(text).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void areReadInABrowserOrNamedWithWhatKeepsThemFromIt() throws IOException {
        assertThat(MailTroubles.shown()).doesNotContainAnyElementsOf(MailTroubles.WITHOUT_A_BROWSER.keySet());
        assertThat(documented())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(MailTroubles.shown().stream(), MailTroubles.WITHOUT_A_BROWSER.keySet().stream())
                                .toList());
        assertThat(MailTroubles.WITHOUT_A_BROWSER.values()).noneMatch(String::isBlank);
    }

    /** The tests that are named show those that no browser does. */
    @Test
    void areShownByTestsThatExist() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            Set<String> tests = sources.map(
                            file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
            assertThat(MailTroubles.WITHOUT_A_BROWSER.values().stream()
                            .flatMap(why -> TEST.matcher(why).results().map(MatchResult::group)))
                    .isNotEmpty()
                    .allMatch(tests::contains);
        }
    }

    /** Nobody is told that there was no free connection: that is none of a mail's. */
    @Test
    void areAllThatCanBeSaidOfAMailServer() throws IOException {
        assertThat(Stream.of(SmtpFailure.Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .filter(kind -> !kind.equals("busy")))
                .isSubsetOf(documented());
    }
}
