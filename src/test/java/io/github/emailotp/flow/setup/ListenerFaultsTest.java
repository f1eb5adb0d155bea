package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.RealmModel;

/** The tests run with the classes of Keycloak 26.0, which knows no listeners of all realms. */
@DisplayName("A realm that is to hear of what happens to accounts")
class ListenerFaultsTest {

    private static final Set<String> BOTH = Set.of("email-otp-earlier-logins", "email-otp-trust");

    @ParameterizedTest
    @CsvSource({
        "auth-email-otp-first, email-otp-earlier-logins",
        "reset-credentials-email-otp, email-otp-earlier-logins",
        "idp-email-otp-verification, email-otp-earlier-logins",
        "conditional-email-otp-trusted, email-otp-trust"
    })
    void doesNotIfItHasNotBeenTold(String step, String listener) {
        FlowPart inside = FlowPart.subFlow("all", Requirement.REQUIRED, List.of(step(step, Requirement.ALTERNATIVE)));
        assertThat(ListenerFaults.of(flow(inside), BOTH))
                .singleElement()
                .satisfies(fault -> assertThat(fault.advice()).contains(listener));
        assertThat(ListenerFaults.of(flow(inside), Set.of(listener))).hasSize(1);
        assertThat(ListenerFaults.of(flow(inside), Set.of())).isEmpty();
    }

    @Test
    void needNotWhereNothingComesOfIt() {
        assertThat(ListenerFaults.of(flow(step("auth-email-otp-form", Requirement.REQUIRED)), BOTH))
                .isEmpty();
        assertThat(ListenerFaults.of(flow(step("auth-email-otp-first", Requirement.DISABLED)), BOTH))
                .isEmpty();
    }

    @Test
    void doesIfItHasBeenTold() {
        assertThat(ListenerFaults.deaf(realm("jboss-logging"))).isEqualTo(BOTH);
        assertThat(ListenerFaults.deaf(realm("jboss-logging", "email-otp-earlier-logins")))
                .containsExactly("email-otp-trust");
        assertThat(ListenerFaults.deaf(realm("email-otp-trust", "email-otp-earlier-logins")))
                .isEmpty();
    }

    private static RealmModel realm(String... listeners) {
        return Fake.answering(RealmModel.class, Map.of("getEventsListenersStream", none -> Stream.of(listeners)));
    }

    private static FlowPart step(String provider, Requirement requirement) {
        return FlowPart.step("the step", provider, requirement);
    }

    private static FlowPart flow(FlowPart... parts) {
        return FlowPart.subFlow("copy", Requirement.REQUIRED, List.of(parts));
    }
}
