package io.github.emailotp.server.named;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long the server takes over a name tells no more than chance whether it is anybody's. */
@Tag("every-version")
@Tag("seldom")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The time for a name")
class SameTimeIT {

    private static final int REQUESTS = 200;
    private static final int WARM_UP = 40;

    private final TestRealm realm;
    private NamedRealm opened;

    SameTimeIT(TestRealm realm) {
        this.realm = realm;
    }

    private void open(Door door) {
        opened = door.of(realm);
        opened.open();
        opened.configure(Map.of(
                "mailsPer5Minutes",
                "1000",
                "mailsPer15Minutes",
                "1000",
                "mailsPerHour",
                "1000",
                "mailsPerDay",
                "1000"));
    }

    @AfterEach
    void close() {
        opened.close();
    }

    /** In turns, so that whatever else the machine does meets both; the middle half of each is wider than what the two differ by. */
    @ParameterizedTest
    @EnumSource
    void differsLessBetweenAKnownAndAnUnknownOneThanFromOneRequestToTheNext(Door door) {
        open(door);
        TestUser known = realm.newUser();
        List<Duration> ofKnown = new ArrayList<>();
        List<Duration> ofUnknown = new ArrayList<>();
        for (int i = 0; i < WARM_UP + REQUESTS; i++) {
            Duration one = timeFor(known.email());
            Duration other = timeFor(NamedRealm.nobodys(known));
            if (i >= WARM_UP) {
                ofKnown.add(one);
                ofUnknown.add(other);
            }
        }
        Duration difference =
                quantile(ofKnown, 0.5).minus(quantile(ofUnknown, 0.5)).abs();
        Duration spread = quantile(ofKnown, 0.75).minus(quantile(ofKnown, 0.25));
        assertThat(difference)
                .as("medians %s and %s", quantile(ofKnown, 0.5), quantile(ofUnknown, 0.5))
                .isLessThan(spread);
    }

    private Duration timeFor(String name) {
        LoginClient client = realm.newClient();
        opened.lead(client, Map.of());
        Duration before = client.waited();
        assertThat(NamedRealm.name(client, name).isCodePage()).isTrue();
        return client.waited().minus(before);
    }

    private static Duration quantile(List<Duration> times, double share) {
        return times.stream().sorted().toList().get((int) (times.size() * share));
    }
}
