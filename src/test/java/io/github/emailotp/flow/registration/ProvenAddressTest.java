package io.github.emailotp.flow.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the step hands on to the form. */
@DisplayName("A proven address")
class ProvenAddressTest {

    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class,
            Map.of(
                    "getAuthNote", given -> notes.get(given.get(0)),
                    "setAuthNote", given -> notes.put((String) given.get(0), (String) given.get(1)),
                    "removeAuthNote", given -> notes.remove(given.get(0))));

    @Test
    void isGoodForOneAccount() {
        new ProvenAddress("alice@example.test").keep(login);
        assertThat(ProvenAddress.of(login)).isPresent();
        assertThat(ProvenAddress.take(login)).contains(new ProvenAddress("alice@example.test"));
        assertThat(ProvenAddress.take(login)).isEmpty();
        assertThat(ProvenAddress.of(login)).isEmpty();
    }

    @Test
    void isThatAddressHoweverItIsWrittenAndNoOther() {
        ProvenAddress proven = new ProvenAddress("alice@example.test");
        assertThat(proven.isThat(" Alice@EXAMPLE.test")).isTrue();
        assertThat(proven.isThat("alice+1@example.test")).isFalse();
        assertThat(new ProvenAddress("bob@m\u0131crosoft.test").isThat("bob@microsoft.test"))
                .as("the dotless i")
                .isFalse();
        assertThat(new ProvenAddress("bob@e\u017fso.test").isThat("bob@esso.test"))
                .as("the long s")
                .isFalse();
        assertThat(proven.isThat("")).isFalse();
        assertThat(proven.isThat(null)).isFalse();
    }
}
