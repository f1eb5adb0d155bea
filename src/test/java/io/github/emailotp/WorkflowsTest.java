package io.github.emailotp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The workflows")
class WorkflowsTest {

    private static final Path FOLDER = Path.of(".github", "workflows");

    /** Tags can be moved, by whoever takes an action over. */
    @Test
    void nameActionsByTheirCommits() throws IOException {
        List<String> actions = matches(all(), "(?m)uses: (.*)$");
        assertThat(actions)
                .hasSizeGreaterThan(10)
                .allMatch(action -> action.matches("[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    }

    /** What Maven Central has cannot be taken back, so all else that may fail comes before. */
    @Test
    void publishTheReleaseOnceMavenCentralHasIt() throws IOException {
        String release = Files.readString(FOLDER.resolve("release.yml"));
        assertThat(matches(release, "(?ms)^  draft:\\n    needs: (\\w+)$.*?gh release create [^\\n]* --draft "))
                .containsExactly("attest");
        assertThat(matches(release, "(?m)^  attest:\\n    needs: (\\[.*])$")).containsExactly("[build, test, upgrade]");
        assertThat(matches(release, "(?m)^  maven-central:\\n    needs: (\\w+)$"))
                .containsExactly("draft");
        assertThat(matches(release, "(?ms)^  github-release:\\n    needs: ([\\w-]+)$.*--draft=false"))
                .containsExactly("maven-central");
        assertThat(Path.of("pom.xml")).content().contains("<waitUntil>published</waitUntil>");
    }

    private static String all() throws IOException {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static List<String> matches(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1).strip())
                .toList();
    }
}
