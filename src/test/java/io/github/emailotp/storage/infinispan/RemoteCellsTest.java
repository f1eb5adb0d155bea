package io.github.emailotp.storage.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Outcome;
import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.LoginOverCells;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An Infinispan outside of Keycloak")
class RemoteCellsTest extends LoginOverCells {

    private static final String NAME = "name";
    private static final Duration LIFESPAN = Duration.ofMinutes(1);

    /** Of which one is Keycloak's own form's, too. */
    private static final int MOST_ROUND_TRIPS = 7;

    private final Server server = new Server();
    private final Cells cells = new RemoteCells(server);
    private final Cells others = new RemoteCells(server);

    @Override
    protected Cells cellsOfARequest() {
        return new RemoteCells(server);
    }

    @Test
    void isAskedFewTimesForALogin() {
        start();
        assertThat(submit(newestCode())).isEqualTo(Outcome.ACCEPTED);
        assertThat(server.roundTrips).isLessThanOrEqualTo(MOST_ROUND_TRIPS);
    }

    @Test
    void isAskedOnceForAChangeOfWhatWasRead() {
        others.create(NAME, "one", LIFESPAN);
        assertThat(cells.read(NAME)).contains("one");
        server.roundTrips = 0;
        assertThat(cells.replace(NAME, "one", "two", LIFESPAN)).isTrue();
        assertThat(server.roundTrips).isEqualTo(1);
        assertThat(others.read(NAME)).contains("two");
    }

    @Test
    void changesNothingThatOthersHaveChangedSinceItWasRead() {
        others.create(NAME, "one", LIFESPAN);
        cells.read(NAME);
        others.replace(NAME, "one", "two", LIFESPAN);
        others.replace(NAME, "two", "one", LIFESPAN);
        assertThat(cells.replace(NAME, "one", "three", LIFESPAN)).isFalse();
        assertThat(cells.read(NAME)).contains("one");
        assertThat(cells.replace(NAME, "one", "three", LIFESPAN)).isTrue();
    }

    @Test
    void changesWhatItHasWrittenAndNothingElse() {
        assertThat(cells.create(NAME, "one", LIFESPAN)).isEmpty();
        assertThat(cells.replace(NAME, "another", "two", LIFESPAN)).isFalse();
        assertThat(cells.replace(NAME, "one", "two", LIFESPAN)).isTrue();
        assertThat(cells.replace(NAME, "two", "three", LIFESPAN)).isTrue();
        assertThat(cells.create(NAME, "four", LIFESPAN)).contains("three");
        assertThat(cells.replace("missing", "one", "two", LIFESPAN)).isFalse();
    }

    /** In memory; texts do not end. */
    private static final class Server implements VersionedTexts {

        private final Map<String, Versioned> texts = new HashMap<>();
        private long versions;
        int roundTrips;

        @Override
        public Optional<Versioned> read(String name) {
            roundTrips++;
            return Optional.ofNullable(texts.get(name));
        }

        @Override
        public Optional<String> create(String name, String text, Duration lifespan) {
            roundTrips++;
            return Optional.ofNullable(texts.putIfAbsent(name, next(text))).map(Versioned::text);
        }

        @Override
        public boolean replace(String name, long version, String text, Duration lifespan) {
            roundTrips++;
            return texts.computeIfPresent(name, (same, there) -> there.version() == version ? next(text) : there)
                    .text()
                    .equals(text);
        }

        @Override
        public void write(String name, String text, Duration lifespan) {
            roundTrips++;
            texts.put(name, next(text));
        }

        private Versioned next(String text) {
            versions++;
            return new Versioned(text, versions);
        }
    }
}
