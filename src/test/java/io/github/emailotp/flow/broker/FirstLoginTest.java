package io.github.emailotp.flow.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.flow.Upstream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A first login through a provider")
class FirstLoginTest {

    private final Arrival arrival = new Arrival();

    @Test
    void isOfTheAccountThatThePersonHasThereWhateverItLacks() {
        assertThat(login().upstream(arrival.provider)).isEqualTo(new Upstream("shop", "The Shop", "id-1", "", ""));
    }

    @Test
    void isNotEditedUnlessKeycloakSaysSo() {
        assertThat(login().isEdited()).isFalse();
        arrival.notes.put("UPDATE_PROFILE_EMAIL_CHANGED", "false");
        assertThat(login().isEdited()).isFalse();
        arrival.notes.put("UPDATE_PROFILE_EMAIL_CHANGED", "true");
        assertThat(login().isEdited()).isTrue();
    }

    @Test
    void knowsTheAccountThatIsThereAlready() {
        assertThat(login().account()).map(account -> account.getId()).contains("owner");
        arrival.isAccountThere = false;
        assertThat(login().account()).isEmpty();
    }

    private FirstLogin login() {
        return FirstLogin.of(arrival.context());
    }
}
