package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;

@DisplayName("Work that no answer waits for")
class BackgroundTest {

    private final Background background = new Background();
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void isLeftToKeycloaksThreads() {
        bring("a", waiting::add);
        assertThat(done).isEmpty();
        waiting.forEach(Runnable::run);
        assertThat(done).containsExactly("a");
    }

    @Test
    void isDoneAtOnceWhereTooMuchOfItWaits() {
        for (int i = 0; i < Background.MOST_WAITING; i++) {
            bring("early", waiting::add);
        }
        bring("late", waiting::add);
        assertThat(done).containsExactly("late");
        waiting.remove(0).run();
        bring("later", waiting::add);
        assertThat(done).containsExactly("late", "early");
    }

    @Test
    void isDoneAtOnceWhereTheServerStops() {
        for (int i = 0; i <= Background.MOST_WAITING; i++) {
            bring("a", work -> {
                throw new RejectedExecutionException("stopping");
            });
        }
        assertThat(done).hasSize(Background.MOST_WAITING + 1);
        bring("b", waiting::add);
        assertThat(done).doesNotContain("b");
    }

    @Test
    void givesItsPlaceBackWhereItFails() {
        for (int i = 0; i <= Background.MOST_WAITING; i++) {
            background.threads(session(waiting::add)).execute(() -> {
                throw new IllegalStateException("broken");
            });
            assertThatThrownBy(waiting.remove(0)::run).hasMessage("broken");
        }
        bring("a", waiting::add);
        assertThat(done).isEmpty();
    }

    private void bring(String work, Consumer<Runnable> threads) {
        background.threads(session(threads)).execute(() -> done.add(work));
    }

    private static KeycloakSession session(Consumer<Runnable> threads) {
        ExecutorService executor = Fake.answering(ExecutorService.class, Map.of("execute", given -> {
            threads.accept((Runnable) given.get(0));
            return null;
        }));
        ExecutorsProvider provider = Fake.answering(ExecutorsProvider.class, Map.of("getExecutor", given -> executor));
        return Fake.answering(KeycloakSession.class, Map.of("getProvider", given -> provider));
    }
}
