package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Binding;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.ReadOnlyUserModelDelegate;

@DisplayName("Where a mail goes")
class MailTargetTest {

    private final RealmOfAlice realm = new RealmOfAlice();
    private final Binding binding = Messages.toAlice().binding();

    private Optional<MailTarget> knownTo(Recipient recipient) {
        KeycloakSession request = realm.sessions().create();
        request.getContext().setRealm(request.realms().getRealm("realm"));
        return MailTarget.knownTo(request, recipient, binding);
    }

    private Optional<MailTarget> knownToAliceRequest() {
        return knownTo(new Recipient.Account("alice"));
    }

    @Test
    void isKnownToItsRequest() {
        realm.smtp = () -> Map.of("host", "mail.example.test", "port", "587");
        assertThat(knownToAliceRequest())
                .contains(new MailTarget(
                        "alice@example.test", new Owner("realm", "mail.example.test:587"), realm.smtp.get()));
        assertThat(knownTo(new Recipient.Visitor("alice@example.test"))).isPresent();
    }

    @Test
    void isNotKnownWhereTheCodeIsForAnotherAddress() {
        realm.address = Optional.of("moved@example.test");
        assertThat(knownToAliceRequest()).isEmpty();
    }

    @Test
    void isNotKnownOfNobodyAndOfADisabledAccount() {
        assertThat(knownTo(new Recipient.Nobody())).isEmpty();
        realm.enabled = false;
        assertThat(knownToAliceRequest()).isEmpty();
    }

    @Test
    void isNotKnownWhileTheUserStoreIsAway() {
        realm.federation = Optional.of("store");
        realm.store = user -> new ReadOnlyUserModelDelegate(user, false);
        assertThat(knownToAliceRequest()).isEmpty();
    }

    /** No reason for a login to fail: the mail is looked at anew when it is tried. */
    @Test
    void isNotKnownWhereALookFails() {
        realm.smtp = () -> {
            throw new IllegalStateException("no database");
        };
        assertThat(knownToAliceRequest()).isEmpty();
    }

    @Test
    void tellsNoSettingsByItsText() {
        realm.smtp = () -> Map.of("host", "mail.example.test", "port", "587", "password", "secret");
        assertThat(knownToAliceRequest().orElseThrow().toString()).doesNotContain("secret");
    }
}
