package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.emailotp.Fake;
import io.github.emailotp.storage.Cells;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;

@DisplayName("An account with an address")
class OneAtATimeTest {

    private final Map<String, String> texts = new HashMap<>();
    private final List<KeycloakTransaction> requests = new ArrayList<>();
    private final KeycloakTransactionManager transaction = Fake.answering(
            KeycloakTransactionManager.class,
            Map.of("enlistAfterCompletion", given -> requests.add((KeycloakTransaction) given.get(0))));
    private boolean isBroken;
    private boolean asksTwice;

    @Test
    void isMadeByOneRequestAtATime() {
        assertThat(mayMakeOne("alice")).isTrue();
        assertThat(mayMakeOne("alice")).isFalse();
        assertThat(mayMakeOne("bob")).isTrue();
    }

    /** As one server writes it, and another reads it. */
    @Test
    void isClaimedInThisForm() {
        mayMakeOne("alice");
        assertThat(texts.get("alice")).matches("taken [0-9A-Za-z_-]{8}");
        KeycloakTransaction request = requests.get(0);
        request.begin();
        request.commit();
        assertThat(texts).containsExactly(Map.entry("alice", "free"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isMadeByAnotherOnceTheFirstIsOver(boolean succeeds) {
        mayMakeOne("alice");
        KeycloakTransaction first = requests.get(0);
        first.begin();
        if (succeeds) {
            first.commit();
        } else {
            first.rollback();
        }
        assertThat(mayMakeOne("alice")).isTrue();
        assertThat(mayMakeOne("alice")).isFalse();
    }

    /** The claim of a request that takes longer than any ends by itself. */
    @Test
    void isNotMadeByAThirdWhereTheFirstWasTooLong() {
        mayMakeOne("alice");
        texts.clear();
        mayMakeOne("alice");
        KeycloakTransaction first = requests.get(0);
        first.begin();
        first.commit();
        assertThat(mayMakeOne("alice")).isFalse();
    }

    /** The database still refuses a second one. */
    @Test
    void isMadeWhereItIsNotKnownWhetherAnotherRequestMakesOne() {
        isBroken = true;
        assertThat(mayMakeOne("alice")).isTrue();
        KeycloakTransaction request = requests.get(0);
        request.begin();
        assertThatCode(request::commit).doesNotThrowAnyException();
    }

    /** As a client of an external Infinispan does whose answer was lost. */
    @Test
    void isMadeByTheOneThatFindsItsOwnClaim() {
        asksTwice = true;
        assertThat(mayMakeOne("alice")).isTrue();
        assertThat(mayMakeOne("alice")).isFalse();
    }

    private boolean mayMakeOne(String name) {
        return OneAtATime.mayMakeOne(new Memory(), name, transaction);
    }

    private final class Memory implements Cells {

        @Override
        public Optional<String> read(String name) {
            return Optional.ofNullable(working().get(name));
        }

        @Override
        public Optional<String> create(String name, String text, Duration lifespan) {
            String there = working().putIfAbsent(name, text);
            return Optional.ofNullable(asksTwice ? working().get(name) : there);
        }

        @Override
        public boolean replace(String name, String expected, String text, Duration lifespan) {
            return working().replace(name, expected, text);
        }

        @Override
        public void write(String name, String text, Duration lifespan) {
            working().put(name, text);
        }

        private Map<String, String> working() {
            if (isBroken) {
                throw new IllegalStateException("the cache is away");
            }
            return texts;
        }
    }
}
