package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;

/** The events that the step itself raises; those of mails in the background are the outbox's. */
@DisplayName("The event of an outcome")
class OutcomeEventsTest {

    private static final String LOCKED = "user_temporarily_disabled";

    /** What has to do with a mail has the type that Keycloak's own mail for the purpose has. */
    private static final Map<Purpose, EventType> MAILS = new EnumMap<>(Map.of(
            Purpose.LOGIN, EventType.SEND_VERIFY_EMAIL,
            Purpose.FIRST, EventType.SEND_VERIFY_EMAIL,
            Purpose.REGISTER, EventType.SEND_VERIFY_EMAIL,
            Purpose.VERIFY, EventType.SEND_VERIFY_EMAIL,
            Purpose.ENROL, EventType.SEND_VERIFY_EMAIL,
            Purpose.LINK, EventType.SEND_IDENTITY_PROVIDER_LINK));

    /** All else has the type of what Keycloak does itself for the purpose. */
    private static final Map<Purpose, EventType> ANSWERS = new EnumMap<>(Map.of(
            Purpose.LOGIN, EventType.LOGIN,
            Purpose.FIRST, EventType.LOGIN,
            Purpose.REGISTER, EventType.LOGIN,
            Purpose.VERIFY, EventType.VERIFY_EMAIL,
            Purpose.ENROL, EventType.UPDATE_CREDENTIAL,
            Purpose.LINK, EventType.IDENTITY_PROVIDER_LINK_ACCOUNT));

    private static final Map<Outcome, String> ERRORS_OF_MAILS = Map.of(
            Outcome.SEND_FAILED, "email_send_failed",
            Outcome.OVER_QUOTA, "email_otp_over_quota",
            Outcome.UNREACHABLE, "invalid_email");

    private static final Map<Outcome, String> ERRORS_OF_ANSWERS = Map.of(
            Outcome.WRONG, "invalid_user_credentials",
            Outcome.TOO_MANY_TRIES, "email_otp_too_many_tries",
            Outcome.EXPIRED, "expired_code",
            Outcome.REPLACED, "expired_code",
            Outcome.ALREADY_USED, "expired_code",
            Outcome.ADDRESS_CHANGED, "expired_code",
            Outcome.WAITING, "email_otp_too_many_failures",
            Outcome.DISABLED, "email_otp_too_many_failures",
            Outcome.UNAVAILABLE, "email_otp_unavailable",
            Outcome.BARRED, LOCKED);

    /** Nothing was compared; or it is the request's own success. A mail has events of its own. */
    private static final Set<Outcome> NONE = EnumSet.of(
            Outcome.SENT,
            Outcome.RESENT,
            Outcome.SHOWN,
            Outcome.TOO_SOON,
            Outcome.STARTED_AGAIN,
            Outcome.NO_CODE,
            Outcome.MISSING,
            Outcome.MALFORMED,
            Outcome.ACCEPTED);

    private final RecordedEvents events = new RecordedEvents();

    static Stream<Arguments> everyOutcomeOfEveryPurpose() {
        return MAILS.keySet().stream()
                .flatMap(purpose -> Stream.of(Outcome.values()).map(outcome -> Arguments.of(purpose, outcome)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyOutcomeOfEveryPurpose")
    void hasTheTypeThatKeycloakHasForThePurpose(Purpose purpose, Outcome outcome) {
        UserModel user = Fake.answering(UserModel.class, Map.of("getId", given -> "alice"));
        // A login is the request's own event; whatever else a code does is told beside that.
        EventBuilder request = events.builder().event(EventType.LOGIN);
        OutcomeEvents.raise(
                OutcomeEvents.forPurpose(request, purpose).user(user),
                purpose,
                reply(outcome, outcome),
                Optional.of(LOCKED),
                events.late());
        assertThat(events.all())
                .containsExactlyElementsOf(expected(purpose, outcome).stream().toList());
    }

    private static Optional<String> expected(Purpose purpose, Outcome outcome) {
        if (NONE.contains(outcome)) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(ERRORS_OF_MAILS.get(outcome))
                .map(error -> MAILS.get(purpose) + "_ERROR alice " + error)
                .orElseGet(() -> ANSWERS.get(purpose) + "_ERROR alice " + ERRORS_OF_ANSWERS.get(outcome)));
    }

    /** Up to Keycloak 26.7.4, an error stays with the event that it is raised on, and what comes after it is told as one, too. */
    @ParameterizedTest
    @EnumSource
    void leavesTheEventOfTheRequestAsItIs(Outcome outcome) {
        EventBuilder login = events.builder().event(EventType.LOGIN);
        OutcomeEvents.raise(login, Purpose.LOGIN, reply(outcome, outcome), Optional.of(LOCKED), events.late());
        assertThat(login.getEvent().getType()).isEqualTo(EventType.LOGIN);
        assertThat(login.getEvent().getError()).isNull();
    }

    /** In the words of {@code docs/events.md}. */
    @Test
    void isInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("docs", "events.md"));
        Stream.concat(ERRORS_OF_MAILS.values().stream(), ERRORS_OF_ANSWERS.values().stream())
                .forEach(error -> assertThat(page).contains("`" + error + "`"));
        Stream.concat(MAILS.values().stream(), ANSWERS.values().stream())
                .forEach(type -> assertThat(page).contains("`" + type + "`"));
    }

    /** Where a mail is sent, nothing is stored before the answer: it would come sooner than one of a name that is nobody's. */
    @ParameterizedTest
    @CsvSource({
        "FIRST, SENT, false",
        "FIRST, RESENT, false",
        "RESET, SENT, false",
        "FIRST, WRONG, true",
        "RESET, SEND_FAILED, true",
        "LOGIN, SENT, true",
        "LINK, RESENT, true"
    })
    void isToldBeforeTheAnswerWhereOthersHaveOneToo(Purpose purpose, Outcome shown, boolean isAtOnce) {
        EventBuilder request = events.builder().event(EventType.LOGIN).user("alice");
        OutcomeEvents.raise(request, purpose, reply(Outcome.BARRED, shown), Optional.of(LOCKED), events.late());
        List<String> told = List.of("LOGIN_ERROR alice " + LOCKED);
        assertThat(events.all()).isEqualTo(isAtOnce ? told : List.of());
        events.endRequest();
        assertThat(events.all()).isEqualTo(told);
    }

    private static Reply reply(Outcome outcome, Outcome shown) {
        return new Reply(
                outcome,
                shown,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
