package io.github.emailotp.server.named;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
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

    /** Of each kind, so that no wrong code is one too many. */
    private static final int PEOPLE = 20;

    private static final String UNKNOWN = "unknown";

    private static final Map<String, String> NO_LIMITS = Map.of(
            "mailsPer5Minutes",
            "1000",
            "mailsPer15Minutes",
            "1000",
            "mailsPerHour",
            "1000",
            "mailsPerDay",
            "1000",
            "guessesFree",
            "19",
            "resendCooldown",
            "10",
            "codeLifetime",
            "600");

    private final TestRealm realm;
    private NamedRealm opened;

    SameTimeIT(TestRealm realm) {
        this.realm = realm;
    }

    @AfterEach
    void close() {
        opened.close();
    }

    /** Somebody who comes with a name of this kind. */
    private record Visit(String kind, String name, LoginClient client) {}

    /**
     * In turns of an order by chance, so that whatever else the machine does, such as to send the mail of the visit before, meets all of them; for each kind, the middle half of its requests, and that of those for unknown
     * names, is wider than what their medians differ by. What an account has set up that its first code would take away is looked up for the mail.
     */
    @ParameterizedTest
    @EnumSource(names = {"FIRST_STEP", "RESET"})
    void differsLessBetweenAKnownAndAnUnknownOneThanFromOneRequestToTheNext(Door door) {
        opened = door.of(realm);
        opened.open();
        opened.configure(NO_LIMITS);
        List<Visit> visits = visits(names());
        var told = new SoftAssertions();
        compare("the name", visits, told, visit -> {
            opened.lead(visit.client(), Map.of());
            return () -> NamedRealm.name(visit.client(), visit.name());
        });
        compare("another mail", visits, told, visit -> () -> visit.client().resend());
        compare("a wrong code", visits, told, visit -> () -> visit.client().submit(Map.of("oneTimeCode", "000000000")));
        told.assertAll();
    }

    private Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("known", people(user -> {}));
        names.put(UNKNOWN, people(user -> {}, NamedRealm::nobodys));
        names.put("unverified", people(user -> opened.update(user, account -> account.put("emailVerified", false))));
        names.put("disabled", people(user -> opened.update(user, account -> account.put("enabled", false))));
        names.put("locked", people(opened::lock));
        return names;
    }

    private List<String> people(Consumer<TestUser> change) {
        return people(change, TestUser::email);
    }

    private List<String> people(Consumer<TestUser> change, Function<TestUser, String> name) {
        return Stream.generate(realm::newUser)
                .limit(PEOPLE)
                .peek(change)
                .map(name)
                .toList();
    }

    private List<Visit> visits(Map<String, List<String>> names) {
        List<Visit> visits = new ArrayList<>();
        var order = new Random(1);
        for (int i = 0; i < WARM_UP + REQUESTS; i++) {
            var kinds = new ArrayList<>(names.keySet());
            Collections.shuffle(kinds, order);
            for (String kind : kinds) {
                visits.add(new Visit(kind, names.get(kind).get(i % PEOPLE), realm.newClient()));
            }
        }
        return visits;
    }

    /** Answers how long each kind takes, after what leads to it. */
    private static void compare(
            String what, List<Visit> visits, SoftAssertions told, Function<Visit, Runnable> preparation) {
        Map<String, List<Duration>> times = new LinkedHashMap<>();
        for (Visit visit : visits) {
            Runnable request = preparation.apply(visit);
            Duration before = visit.client().waited();
            request.run();
            assertThat(visit.client().page().isCodePage()).as(what).isTrue();
            times.computeIfAbsent(visit.kind(), kind -> new ArrayList<>())
                    .add(visit.client().waited().minus(before));
        }
        times.replaceAll((kind, all) -> all.stream().skip(WARM_UP).sorted().toList());
        times.forEach((kind, own) -> {
            Duration difference = median(own).minus(median(times.get(UNKNOWN))).abs();
            for (String either : List.of(kind, UNKNOWN)) {
                told.assertThat(difference)
                        .as("%s, %s: medians %s, and spread of %s", what, kind, medians(times), either)
                        .isLessThan(spread(times.get(either)));
            }
        });
    }

    private static Map<String, Duration> medians(Map<String, List<Duration>> times) {
        Map<String, Duration> medians = new LinkedHashMap<>();
        times.forEach((kind, sorted) -> medians.put(kind, median(sorted)));
        return medians;
    }

    private static Duration median(List<Duration> sorted) {
        return quantile(sorted, 0.5);
    }

    private static Duration spread(List<Duration> sorted) {
        return quantile(sorted, 0.75).minus(quantile(sorted, 0.25));
    }

    private static Duration quantile(List<Duration> sorted, double share) {
        return sorted.get((int) (sorted.size() * share));
    }
}
