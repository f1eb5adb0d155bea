package io.github.emailotp.flow.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The model of the page")
class CodePageTest {

    /** With a wait of nothing the button would be there, and the page would not say yet what helps then. */
    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT0.000000001S, 1", "PT0.999S, 1", "PT1S, 1", "PT1.000000001S, 2"})
    void tellsNoWaitShorterThanItIs(Duration wait, long seconds) {
        assertThat(model(waiting(Scene.all().get(0).reply(), wait))).containsEntry("resendInSeconds", seconds);
    }

    /** Who is about to press what helps there shall not have the page changed under them for nothing. */
    @ParameterizedTest
    @CsvSource({"asking, true", "expired, true", "ended, false", "disabled, false", "unreachable, false"})
    void looksForNewsWhereThereCanBeSome(String state, boolean looks) {
        List<Map<String, Object>> models = Scene.all().stream()
                .map(scene -> model(waiting(scene.reply(), Duration.ofSeconds(20))))
                .filter(model -> model.get("state").equals(state))
                .toList();
        assertThat(models).isNotEmpty().allMatch(model -> looks == model.containsKey("refreshInSeconds"));
    }

    /** Nobody tells when trouble ends, and a page that waits for nothing else would never look. */
    @Test
    void looksAgainSoonWhileCodesCannotBeChecked() {
        List<Map<String, Object>> models = Scene.all().stream()
                .map(Scene::reply)
                .filter(reply -> reply.shown() == Outcome.UNAVAILABLE)
                .map(CodePageTest::model)
                .toList();
        assertThat(models)
                .hasSize(2)
                .allSatisfy(model ->
                        assertThat((long) model.get("refreshInSeconds")).isBetween(1L, 10L));
    }

    /** Whoever pastes the code must have had time to tick it. */
    @Test
    void sendsNothingByItselfWhereThereIsABox() {
        Reply asking = Scene.all().get(0).reply();
        assertThat(model(asking)).containsEntry("submitWhenComplete", true).doesNotContainKey("trustDays");
        assertThat(model(asking, Optional.of(new TrustBox(30, true))))
                .containsEntry("submitWhenComplete", false)
                .containsEntry("trustDays", 30L)
                .containsEntry("trustTicked", true);
    }

    private static Map<String, Object> model(Reply reply) {
        return model(reply, Optional.empty());
    }

    private static Map<String, Object> model(Reply reply, Optional<TrustBox> box) {
        return new CodePage(
                        null,
                        EmailOtpSettings.read(Factor.SECOND, Map.of(), warning -> {}),
                        new Question(Question.USUAL, "a•••@example.test", Optional.empty()),
                        Look.BY_ADDRESS,
                        box,
                        () -> URI.create("/sendings"))
                .model(reply, Scene.NOW);
    }

    private static Reply waiting(Reply reply, Duration wait) {
        return new Reply(
                reply.outcome(),
                reply.shown(),
                reply.newest(),
                reply.good(),
                reply.typed(),
                reply.triesLeft(),
                wait,
                reply.answersIn(),
                reply.sending(),
                reply.setback(),
                reply.failure());
    }
}
