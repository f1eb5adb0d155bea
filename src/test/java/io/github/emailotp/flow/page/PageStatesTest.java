package io.github.emailotp.flow.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.flow.page.PageState.Asking;
import io.github.emailotp.flow.page.PageState.WithField;
import io.github.emailotp.flow.page.PageState.WithoutField;
import io.github.emailotp.flow.page.Sentence.Tone;
import io.github.emailotp.otp.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What a page is about")
class PageStatesTest {

    static List<Scene> scenes() {
        return Scene.all();
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void isOneState(Scene scene) {
        PageState state = PageStates.of(scene.reply(), Scene.TRIES, Scene.NOW);
        assertThat(state).isInstanceOf(scene.state());
        String key = state instanceof WithField asking
                ? asking.told().map(Sentence::key).orElse("")
                : ((WithoutField) state).why().key();
        assertThat(key).isEqualTo(scene.key());
    }

    @Test
    void namesTheMailThatCouldNotBeSent() {
        Scene full = scenes().stream()
                .filter(scene -> scene.name().equals("a full outbox, with a code"))
                .findFirst()
                .orElseThrow();
        var asking = (WithField) PageStates.of(full.reply(), Scene.TRIES, Scene.NOW);
        assertThat(asking.told().orElseThrow().arguments())
                .containsExactly(Scene.FAILED, asking.code().ordinal());
    }

    /** So that no state is without a test. */
    @Test
    void isOneOfThoseInTheScenes() {
        assertThat(scenes().stream().<Class<?>>map(Scene::state).distinct())
                .containsExactlyInAnyOrderElementsOf(states());
    }

    /** But for a barred account, which is shown another, and for the right code, after which there is no page. */
    @Test
    void isToldForEachOutcome() {
        assertThat(scenes().stream().map(scene -> scene.reply().shown()).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(Outcome.BARRED, Outcome.ACCEPTED)));
    }

    @Test
    void isOneOfThoseInTheDocumentation() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("docs", "page.md"))) {
            assertThat(lines.filter(line -> line.startsWith("| `")).map(line -> line.split("`", -1)[1]))
                    .containsExactlyElementsOf(states().stream()
                            .map(state -> state.getSimpleName().toLowerCase(Locale.ROOT))
                            .toList());
        }
    }

    @Test
    void hasABranchOfTheTemplate() throws IOException {
        String template = Files.readString(Path.of("themes", "email-otp", "login", CodePage.TEMPLATE));
        assertThat(states())
                .allSatisfy(state -> assertThat(template)
                        .containsOnlyOnce("<#case \"" + state.getSimpleName().toLowerCase(Locale.ROOT) + "\">"));
    }

    /** It may be a look that has found it, and nobody has typed anything wrong. */
    @Test
    void isNoErrorOfThePersonWhenTheCacheIsAway() {
        assertThat(scenes().stream()
                        .filter(scene -> scene.key().equals("emailOtpUnavailable") && scene.state() == Asking.class)
                        .map(scene -> (WithField) PageStates.of(scene.reply(), Scene.TRIES, Scene.NOW))
                        .map(asking -> asking.told().orElseThrow().tone()))
                .containsOnly(Tone.NOTICE);
    }

    private static List<Class<?>> states() {
        return Stream.of(WithField.class, WithoutField.class)
                .flatMap(kind -> Stream.<Class<?>>of(kind.getPermittedSubclasses()))
                .toList();
    }
}
