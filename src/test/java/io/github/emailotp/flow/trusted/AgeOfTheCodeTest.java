package io.github.emailotp.flow.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("The age of the code that a login rests on")
class AgeOfTheCodeTest {

    private static final String TIME = "AUTH_TIME_BROKER";
    private static final Optional<Instant> OLD = Optional.of(Instant.ofEpochSecond(1_000));
    private static final Optional<Instant> YOUNG = Optional.of(Instant.ofEpochSecond(2_000));

    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class,
            Map.of(
                    "getClientNotes", none -> Map.copyOf(notes),
                    "getClientNote", given -> notes.get((String) given.get(0)),
                    "setClientNote", given -> notes.put((String) given.get(0), (String) given.get(1)),
                    "removeClientNote", given -> notes.remove((String) given.get(0))));

    private void tell(String condition, Optional<Instant> code) {
        AgeOfTheCode.tell(login, condition, code);
    }

    @Test
    void isTheTimeOfTheLogin() {
        tell("one", OLD);
        assertThat(notes).containsEntry(TIME, "1000");
    }

    @Test
    void isNotThereWhereNoneHasLetAnybodyIn() {
        tell("one", Optional.empty());
        assertThat(notes).isEmpty();
    }

    @Test
    void isTakenBackByTheConditionThatHasToldIt() {
        tell("one", OLD);
        tell("one", YOUNG);
        assertThat(notes).as("as somebody else").containsEntry(TIME, "2000");
        tell("one", Optional.empty());
        assertThat(notes).isEmpty();
    }

    /** Another one asks for more, or for nothing of ours. */
    @Test
    void isNotTakenBackByAnotherCondition() {
        tell("one", OLD);
        tell("two", Optional.empty());
        assertThat(notes).containsEntry(TIME, "1000");
        tell("one", Optional.empty());
        tell("two", OLD);
        tell("one", Optional.empty());
        assertThat(notes).as("in the other order").containsEntry(TIME, "1000");
    }

    @Test
    void isTheLongestOfSeveral() {
        tell("one", OLD);
        tell("two", YOUNG);
        assertThat(notes).containsEntry(TIME, "1000");
        tell("one", Optional.empty());
        assertThat(notes).containsEntry(TIME, "2000");
        tell("one", OLD);
        assertThat(notes).as("in the other order").containsEntry(TIME, "1000");
        tell("two", Optional.empty());
        assertThat(notes).containsEntry(TIME, "1000");
    }

    @Test
    void isThatOfAnIdentityProviderWhereItIsLonger() {
        notes.put(TIME, "500");
        tell("one", OLD);
        assertThat(notes).containsEntry(TIME, "500");
        tell("one", Optional.empty());
        assertThat(notes).containsEntry(TIME, "500");
    }

    @Test
    void givesBackWhatAnIdentityProviderHasTold() {
        notes.put(TIME, "1500");
        tell("one", OLD);
        assertThat(notes).containsEntry(TIME, "1000");
        tell("one", Optional.empty());
        assertThat(notes).containsEntry(TIME, "1500");
    }

    /** Where the login begins again, and comes from the provider once more. */
    @Test
    void goesWithWhatTheProviderTellsNext() {
        notes.put(TIME, "1500");
        tell("one", OLD);
        notes.put(TIME, "1800");
        tell("one", Optional.empty());
        assertThat(notes).containsEntry(TIME, "1800");
    }
}
