package io.github.emailotp.server.first;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long the server takes over a name tells no more than chance whether it is anybody's. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The time for a name")
class SameTimeIT {

    private static final int REQUESTS = 200;
    private static final int WARM_UP = 40;

    private final TestRealm realm;
    private final PasswordlessRealm passwordless;

    SameTimeIT(TestRealm realm) {
        this.realm = realm;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        passwordless.configure(Map.of(
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
        passwordless.close();
    }

    /** In turns, so that whatever else the machine does meets both; the middle half of each is wider than what the two differ by. */
    @Test
    void differsLessBetweenAKnownAndAnUnknownOneThanFromOneRequestToTheNext() {
        TestUser known = realm.newUser();
        List<Duration> ofKnown = new ArrayList<>();
        List<Duration> ofUnknown = new ArrayList<>();
        for (int i = 0; i < WARM_UP + REQUESTS; i++) {
            Duration one = timeFor(known.email());
            Duration other = timeFor(PasswordlessRealm.nobodys(known));
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
        client.openLogin();
        Duration before = client.waited();
        assertThat(PasswordlessRealm.name(client, name).isCodePage()).isTrue();
        return client.waited().minus(before);
    }

    private static Duration quantile(List<Duration> times, double share) {
        return times.stream().sorted().toList().get((int) (times.size() * share));
    }
}
