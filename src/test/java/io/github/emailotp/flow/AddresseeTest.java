package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.delivery.Recipient;
import io.github.emailotp.otp.Acquaintance;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;

/** Somebody has typed a name that no code can be mailed for. */
@DisplayName("Nobody")
class AddresseeTest {

    private final KeycloakSession session = Fake.answering(KeycloakSession.class, Map.of());

    /** As many waits as an account would have, which is found by each of these. */
    @Test
    void isTheSameHoweverTheNameIsWritten() {
        assertThat(nobody("Alice@Example.test").id())
                .isEqualTo(nobody("alice@example.test").id());
    }

    /** An account has waits of its own, whatever its mailbox is. */
    @Test
    void isAnotherForAnotherName() {
        assertThat(nobody("alice+1@example.test").id())
                .isNotEqualTo(nobody("alice@example.test").id());
    }

    @Test
    void isMailedToNowhere() {
        assertThat(nobody("alice@example.test").address()).isEqualTo("alice@example.test");
        assertThat(nobody("alice").address()).endsWith("@email-otp.invalid").doesNotContain("alice");
        assertThat(nobody("alice").address()).isNotEqualTo(nobody("alice+1").address());
        assertThat(nobody("alice@example.test").recipient()).isInstanceOf(Recipient.Nobody.class);
    }

    @Test
    void isBarredForItsReasonAndLockedNever() {
        assertThat(nobody("alice").barredError()).contains("user_not_found");
        var lock = nobody("alice").lock(session, Clock.systemUTC());
        lock.close(Acquaintance.ANONYMOUS, 100, () -> {
            throw new AssertionError("nothing is remembered");
        });
        assertThat(lock.isClosed(Acquaintance.ANONYMOUS)).isFalse();
    }

    @Test
    void isKnownToEventsByTheNameOnly() {
        var event = nobody("alice").in(new RecordedEvents().builder()).getEvent();
        assertThat(event.getDetails()).containsEntry(Details.USERNAME, "alice");
        assertThat(event.getUserId()).isNull();
    }

    /** One mailbox has one count of wrong codes, or each way to write it would have one of its own. */
    @Test
    void isSomebodyOfOneMailboxHoweverARegistrantWritesIt() {
        assertThat(Addressee.registrant(session, "Alice+1@Example.test").id())
                .isEqualTo(Addressee.registrant(session, "alice@example.test").id())
                .isNotEqualTo(Addressee.registrant(session, "bob@example.test").id());
    }

    /** Or a wait at the first step that goes on in a reset, or does not, would tell who has an account. */
    @Test
    void isTheSameNobodyWhetherAnAccountMayBeMadeOrNot() {
        assertThat(Addressee.newcomer(session, "Alice+1@Example.test").id())
                .isEqualTo(nobody("alice+1@example.test").id())
                .isNotEqualTo(
                        Addressee.registrant(session, "alice+1@example.test").id());
    }

    private Addressee nobody(String name) {
        return Addressee.nobody(session, name, "user_not_found");
    }
}
