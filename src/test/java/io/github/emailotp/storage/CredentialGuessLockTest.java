package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.otp.Acquaintance;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

@DisplayName("The lock among a user's credentials")
class CredentialGuessLockTest {

    private final List<CredentialModel> stored = new ArrayList<>();
    private final List<KeycloakTransaction> transactions = new ArrayList<>();
    private boolean stores = true;
    private boolean closed;
    private final CredentialGuessLock lock = new CredentialGuessLock(session(), user(), Clock.systemUTC());

    @ParameterizedTest
    @EnumSource(Acquaintance.class)
    void isClosedForThoseWhoFailed(Acquaintance failing) {
        lock.close(failing, 100, () -> closed = true);
        for (Acquaintance each : Acquaintance.values()) {
            assertThat(lock.isClosed(each)).isEqualTo(each == failing);
        }
        assertThat(closed).as("nothing is forgotten before the commit").isFalse();
        transactions.forEach(KeycloakTransaction::begin);
        transactions.forEach(KeycloakTransaction::commit);
        assertThat(closed).isTrue();
    }

    /** Such as of a user of the feature transient-users: to forget the failures then would open the step. */
    @Test
    void isNotTakenForClosedWhereNothingIsStored() {
        stores = false;
        lock.close(Acquaintance.STRANGER, 100, () -> closed = true);
        assertThat(transactions).isEmpty();
        assertThat(closed).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "null", "{}", "{\"browsers\":null}", "no json", "{\"failures\":\"x\"}"})
    void isClosedForEverybodyIfItCannotBeRead(String data) {
        CredentialModel unreadable = new CredentialModel();
        unreadable.setType("email-otp-lock");
        unreadable.setCredentialData(data);
        stored.add(unreadable);
        assertThat(lock.isClosed(Acquaintance.STRANGER)).isTrue();
        assertThat(lock.isClosed(Acquaintance.KNOWN)).isTrue();
    }

    @Test
    void isOfALaterVersionTooIfThatKnowsMore() {
        CredentialModel later = new CredentialModel();
        later.setType("email-otp-lock");
        later.setCredentialData("{\"browsers\":\"known\",\"failures\":7,\"more\":true}");
        stored.add(later);
        assertThat(lock.isClosed(Acquaintance.KNOWN)).isTrue();
        assertThat(lock.isClosed(Acquaintance.STRANGER)).isFalse();
    }

    private UserModel user() {
        SubjectCredentialManager credentials = Fake.answering(
                SubjectCredentialManager.class,
                Map.of(
                        "getStoredCredentialsByTypeStream",
                        given -> stored.stream()
                                .filter(credential -> credential.getType().equals(given.get(0))),
                        "createStoredCredential",
                        given -> {
                            if (!stores) {
                                return null;
                            }
                            stored.add((CredentialModel) given.get(0));
                            return given.get(0);
                        }));
        return Fake.answering(UserModel.class, Map.of("credentialManager", given -> credentials));
    }

    private KeycloakSession session() {
        KeycloakTransactionManager manager = Fake.answering(
                KeycloakTransactionManager.class,
                Map.of("enlistAfterCompletion", given -> transactions.add((KeycloakTransaction) given.get(0))));
        return Fake.answering(KeycloakSession.class, Map.of("getTransactionManager", given -> manager));
    }
}
