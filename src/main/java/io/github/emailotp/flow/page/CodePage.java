package io.github.emailotp.flow.page;

import io.github.emailotp.flow.page.PageState.Disabled;
import io.github.emailotp.flow.page.PageState.Ended;
import io.github.emailotp.flow.page.PageState.Unreachable;
import io.github.emailotp.flow.page.PageState.WithField;
import io.github.emailotp.flow.page.PageState.WithoutField;
import io.github.emailotp.flow.sending.SendingView;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.settings.EmailOtpSettings;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Turns a reply into the page {@code login-mailed-code.ftl}: its model is the attribute {@code emailOtp}, and it has no other.
 *
 * @param settings those of the step
 * @param question what it asks for
 * @param look how its script gets the page as it is now
 * @param box that by which people trust their browser; empty if there is none
 * @param sendings where the page can ask how far a mail has got, the sending's id to be appended; asked only while one is under way
 */
public record CodePage(
        KeycloakSession session,
        EmailOtpSettings settings,
        Question question,
        Look look,
        Optional<TrustBox> box,
        Supplier<URI> sendings) {

    static final String TEMPLATE = "login-mailed-code.ftl";

    private static final long ALMOST_A_SECOND = 999_999_999;

    /** Nobody tells when trouble ends. */
    private static final Duration LOOKED_AGAIN = Duration.ofSeconds(10);

    public CodePage {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(look, "look");
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(sendings, "sendings");
    }

    /** Renders the page, in a language, as it is now. */
    public Response render(LoginFormsProvider form, Reply reply, Supplier<Locale> language, Instant now) {
        return OwnPage.render(session, form, TEMPLATE, model(reply, now), language);
    }

    Map<String, Object> model(Reply reply, Instant now) {
        PageState state = PageStates.of(reply, settings.policy().tries(), now);
        CodeFormat format =
                reply.newest().map(SentCode::format).orElse(settings.policy().format());
        Map<String, Object> model = new HashMap<>();
        model.put("state", state.word());
        model.put("instruction", question.instruction());
        model.put("maskedAddress", question.address());
        question.wayBack().ifPresent(way -> {
            model.put("otherNameUrl", way.address().toString());
            model.put("otherNameText", way.text());
            way.anew().ifPresent(anew -> model.put("restartUrl", anew.toString()));
        });
        model.put("codeLength", format.length());
        model.put("digitsOnly", format.alphabet() == Alphabet.DIGITS);
        // Whoever pastes the code and is gone has had no time for the box.
        model.put("submitWhenComplete", settings.submitWhenComplete() && box.isEmpty());
        box.ifPresent(trust -> {
            model.put("trustDays", trust.days());
            model.put("trustTicked", trust.ticked());
        });
        model.put("resendInSeconds", seconds(reply.resendIn()));
        model.put("answersInSeconds", seconds(reply.answersIn()));
        if (!settings.waitForMail().isZero()) {
            model.put("heldSeconds", seconds(settings.waitForMail()));
        }
        if (look == Look.BY_POST) {
            model.put("refreshField", Look.FIELD);
        }
        nextChange(state, reply, now).ifPresent(next -> model.put("refreshInSeconds", seconds(next)));
        reply.sending().ifPresent(sending -> model.put("sendingState", SendingView.state(sending)));
        reply.sending()
                .filter(SendingView::isUnderWay)
                .ifPresent(sending -> model.put(
                        "sendingUrl",
                        sendings.get() + "/" + reply.newest().orElseThrow().sending()));
        if (state instanceof WithField asking) {
            model.put("ordinal", asking.code().ordinal());
            asking.told().ifPresent(told -> model.put("told", told(told)));
        }
        if (state instanceof WithoutField other) {
            model.put("told", told(other.why()));
        }
        return model;
    }

    private static Map<String, Object> told(Sentence sentence) {
        Map<String, Object> model = new HashMap<>();
        model.put("key", sentence.key());
        model.put("arguments", sentence.arguments());
        model.put("error", sentence.tone() == Sentence.Tone.ERROR);
        sentence.count().ifPresent(count -> model.put("count", count));
        sentence.time().ifPresent(wait -> model.put("waitSeconds", seconds(wait)));
        return model;
    }

    /** When the page will be another, if nobody does anything: then its script gets it anew. */
    private static Optional<Duration> nextChange(PageState state, Reply reply, Instant now) {
        if (isOver(state)) {
            return Optional.empty();
        }
        Duration left = state instanceof WithField ? reply.remaining(now) : Duration.ZERO;
        Duration trouble = reply.shown() == Outcome.UNAVAILABLE ? LOOKED_AGAIN : Duration.ZERO;
        return Stream.of(reply.resendIn(), reply.answersIn(), left.minus(Notices.LAST_MINUTE), left, trouble)
                .filter(wait -> !wait.isNegative() && !wait.isZero())
                .min(Duration::compareTo);
    }

    private static boolean isOver(PageState state) {
        return state instanceof Ended || state instanceof Disabled || state instanceof Unreachable;
    }

    /** Rounds up: who waits as long as the page says must not come too early. */
    private static long seconds(Duration duration) {
        return duration.plusNanos(ALMOST_A_SECOND).toSeconds();
    }
}
