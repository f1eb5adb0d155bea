package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.RealmModel;

/** The tests run with the classes of Keycloak 26.0, which knows no listeners of all realms. */
@DisplayName("A realm that is to hear of logins from before a first proof")
class ListenerFaultsTest {

    @ParameterizedTest
    @ValueSource(strings = {"auth-email-otp-first", "reset-credentials-email-otp", "idp-email-otp-verification"})
    void doesNotIfItHasNotBeenTold(String step) {
        FlowPart inside = FlowPart.subFlow("all", Requirement.REQUIRED, List.of(step(step, Requirement.ALTERNATIVE)));
        assertThat(ListenerFaults.of(flow(inside), false))
                .singleElement()
                .satisfies(fault -> assertThat(fault.advice()).contains("email-otp-earlier-logins"));
        assertThat(ListenerFaults.of(flow(inside), true)).isEmpty();
    }

    @Test
    void needNotWhereNoCodeIsAFirstProof() {
        assertThat(ListenerFaults.of(flow(step("auth-email-otp-form", Requirement.REQUIRED)), false))
                .isEmpty();
        assertThat(ListenerFaults.of(flow(step("auth-email-otp-first", Requirement.DISABLED)), false))
                .isEmpty();
    }

    @Test
    void doesIfItHasBeenTold() {
        assertThat(ListenerFaults.isListening(realm("jboss-logging"))).isFalse();
        assertThat(ListenerFaults.isListening(realm("jboss-logging", "email-otp-earlier-logins")))
                .isTrue();
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
