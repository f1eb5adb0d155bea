package io.github.emailotp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The supported versions of Keycloak")
class SupportedVersionsTest {

    private static final Pattern VERSION = Pattern.compile("26\\.\\d+\\.\\d+");

    private final List<String> promised = in("README.md", "the same jar is tested on ([^:]*?and 26\\.\\d+\\.\\d+)");

    @Test
    void areThoseThatAReleaseIsTestedOn() throws IOException {
        assertThat(in(".github/workflows/release.yml", "keycloak: \\[([^]]*)]")).isEqualTo(promised);
    }

    @Test
    void areAmongThoseOfThePageOfVersions() throws IOException {
        assertThat(in("src/test/scripts/versions.sh", "(?m)^supported=\\(([^)]*)\\)$"))
                .containsAll(promised);
    }

    /** Of the last run, each with the tests that it took. */
    @Test
    void havePassed() throws IOException {
        assertThat(Pattern.compile(
                                "(?m)^\\| (26\\.\\d+\\.\\d+) \\| [1-9]\\d* \\| 0 \\| 0 \\| \\d+ \\| \\d+ \\| passed \\|$")
                        .matcher(Files.readString(Path.of("docs/versions.md")))
                        .results()
                        .map(row -> row.group(1)))
                .containsExactlyElementsOf(in("src/test/scripts/versions.sh", "(?m)^supported=\\(([^)]*)\\)$"));
    }

    @Test
    void beginWithTheOneThatTheJarIsCompiledAgainstAndEndWithTheOneThatAllTestsRunOn() throws IOException {
        assertThat(in("pom.xml", "<keycloak.oldest>([^<]*)</")).containsExactly(promised.get(0));
        assertThat(in("pom.xml", "<keycloak.version>([^<]*)</")).containsExactly(promised.get(promised.size() - 1));
    }

    SupportedVersionsTest() throws IOException {
        assertThat(promised).hasSizeGreaterThan(3);
    }

    private static List<String> in(String file, String place) throws IOException {
        Matcher found = Pattern.compile(place, Pattern.DOTALL).matcher(Files.readString(Path.of(file)));
        assertThat(found.find()).as(file).isTrue();
        return VERSION.matcher(found.group(1)).results().map(MatchResult::group).toList();
    }
}
