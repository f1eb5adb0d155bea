package io.github.emailotp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every page, the README included. */
@DisplayName("A page of the documentation")
class DocumentationTest {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
    private static final Pattern TEST = Pattern.compile("(?:`|test=|,)([A-Za-z]+(?:IT|Test|Extension))(?=[`, ])");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private static final Pattern SECTION = Pattern.compile("(?m)^## ");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.:;?!]) | \\| ");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int LONG_SENTENCE = 42;
    private static final int MOST_LINES = 150;

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    static List<Path> pagesAndChangelog() throws IOException {
        return Stream.concat(pages().stream(), Stream.of(Path.of("CHANGELOG.md")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pagesAndChangelog")
    void linksToWhatExists(Path page) {
        assertThat(matches(LINK, page)).allSatisfy(link -> {
            Path target = link.group(1).isEmpty()
                    ? page
                    : page.resolveSibling(link.group(1)).normalize();
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).contains(link.group(2));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesTestsThatExist(Path page) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            List<String> names =
                    sources.map(file -> file.getFileName().toString()).toList();
            assertThat(matches(TEST, page)).allSatisfy(test -> assertThat(names).contains(test.group(1) + ".java"));
        }
    }

    @Test
    void isShortWhereItIsTheFirst() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void saysNothingTwice() throws IOException {
        List<String> sentences = new ArrayList<>();
        for (Path page : pages()) {
            String prose = CODE.matcher(Files.readString(page)).replaceAll("");
            Stream.of(SENTENCE.split(prose.replaceAll("\\s+", " ")))
                    .map(sentence -> NO_WORD.matcher(sentence.toLowerCase(Locale.ROOT))
                            .replaceAll(" ")
                            .strip())
                    .filter(sentence -> sentence.length() >= LONG_SENTENCE)
                    .forEach(sentences::add);
        }
        assertThat(sentences).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    /** By a server test that runs on the oldest version, too, and names the section. What some log in with is nobody's. */
    @Test
    void hasItsLinesForTheCommandLineRun() throws IOException {
        List<String> sections = Stream.of(SECTION.split(Files.readString(Path.of("docs", "flows.md"))))
                .skip(1)
                .filter(section -> section.contains("\n```sh\n"))
                .map(section -> section.lines().findFirst().orElseThrow())
                .filter(heading -> !List.of("By a script", "Check").contains(heading))
                .toList();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            String tests = files.filter(file -> file.toString().endsWith("IT.java"))
                    .map(DocumentationTest::read)
                    .filter(test -> test.contains("@Tag(\"every-version\")"))
                    .collect(Collectors.joining());
            assertThat(sections.stream().filter(section -> !names(tests, section)))
                    .isEmpty();
        }
        assertThat(sections).hasSizeGreaterThan(4);
    }

    /** As a text of its own, or as a column of a table. */
    private static boolean names(String tests, String section) {
        return Pattern.compile("(?m)(?:\"|^ *)" + Pattern.quote(section) + " *[\"|]")
                .matcher(tests)
                .find();
    }

    /** As GitHub makes them. */
    private static List<String> anchors(Path page) {
        return matches(HEADING, page).stream()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<MatchResult> matches(Pattern pattern, Path page) {
        return pattern.matcher(read(page)).results().toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
