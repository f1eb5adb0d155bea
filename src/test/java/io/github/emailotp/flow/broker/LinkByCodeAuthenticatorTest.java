package io.github.emailotp.flow.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.Authenticator;

/** Where no code is asked for. */
@DisplayName("The step after a first login through a provider")
class LinkByCodeAuthenticatorTest {

    private final Arrival arrival = new Arrival();
    private final Authenticator step = new LinkByCodeAuthenticatorFactory().create(null);

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE_PROFILE_EMAIL_CHANGED", "UPDATE_PROFILE_USERNAME_CHANGED"})
    void leavesWhoHasEditedWhatTheProviderToldToTheNextOption(String note) {
        arrival.notes.put(note, "true");
        action();
        assertThat(arrival.told).containsExactly("attempted");
    }

    @Test
    void leavesToTheNextOptionWhereThereIsNobodyToLink() {
        arrival.notes.remove("EXISTING_USER_INFO");
        action();
        assertThat(arrival.told).containsExactly("attempted");
    }

    @Test
    void leavesToTheNextOptionWhereTheAccountIsGone() {
        arrival.isAccountThere = false;
        action();
        assertThat(arrival.told).containsExactly("attempted");
    }

    @Test
    void leavesToTheNextOptionWhereNothingCanBeMailed() {
        arrival.smtp.clear();
        action();
        assertThat(arrival.told).containsExactly("attempted");
    }

    /** Version 26.0 has its own steps go on. */
    @Test
    void refusesADisabledProvider() {
        arrival.provider.setEnabled(false);
        refuses();
    }

    @Test
    void refusesAProviderThatIsGone() {
        arrival.isProviderThere = false;
        refuses();
    }

    private void refuses() {
        action();
        assertThat(arrival.told).as("and Keycloak counts no failure").containsExactly("error Bad Request", "page");
        assertThat(arrival.events.all())
                .containsExactly("IDENTITY_PROVIDER_LINK_ACCOUNT_ERROR null identity_provider_error");
    }

    @Test
    void belongsIntoNoOtherFlow() {
        arrival.notes.remove("BROKERED_CONTEXT");
        assertThatThrownBy(this::action)
                .isInstanceOfSatisfying(
                        AuthenticationFlowException.class,
                        error -> assertThat(error.getError())
                                .isEqualTo(AuthenticationFlowError.IDENTITY_PROVIDER_ERROR));
    }

    private void action() {
        step.action(arrival.context());
    }
}
