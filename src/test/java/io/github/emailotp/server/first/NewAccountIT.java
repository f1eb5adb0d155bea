package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody proves an address that has no account. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A newcomer")
class NewAccountIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private String address;

    NewAccountIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        passwordless.set(settings -> settings.put("registrationAllowed", true));
        passwordless.configure(Map.of("newAccounts", "true"));
        address = PasswordlessRealm.nobodys(realm.newUser());
    }

    @AfterEach
    void close() {
        found().forEach(account ->
                realm.admin().deleteUser(realm.name(), account.required("id").asText()));
        passwordless.close();
    }

    private JsonNode found() {
        return realm.admin().get(realm.name() + "/users?exact=true&email=" + address);
    }

    @Test
    void getsAnAccountWithTheRightCodeAndNotBefore() {
        LoginClient client = passwordless.arrive(address.toUpperCase(Locale.ROOT));
        assertThat(client.page().isCodePage()).isTrue();
        String code = mail.awaitMail(address).code();
        assertThat(found()).isEmpty();
        client.code(code);
        assertThat(found()).singleElement().satisfies(account -> {
            assertThat(account.path("emailVerified").asBoolean()).isTrue();
            assertThat(account.path("enabled").asBoolean()).isTrue();
            assertThat(account.path("username").asText()).isEqualTo(address);
        });
        assertThat(realm.admin().get(realm.name() + "/events?type=REGISTER&max=1"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("userId").asText())
                        .isEqualTo(found().get(0).required("id").asText()));
    }

    /** What the realm wants to know of people, such as their names, it asks for at once. */
    @Test
    void isLoggedInOnceTheProfileIsWhole() {
        LoginClient client = passwordless.arrive(address);
        client.code(mail.awaitMail(address).code());
        if (!client.isLoggedIn()) {
            client.submit(Map.of("firstName", "New", "lastName", "Comer", "email", address));
        }
        assertThat(client.isLoggedIn()).as(client.page().text()).isTrue();
        LoginClient again = passwordless.arrive(address);
        assertThat(again.code(mail.awaitMail(address, 2).code()).isLoggedIn()).isTrue();
        assertThat(found()).hasSize(1);
    }

    @Test
    void getsNoneWhereNobodyMayRegister() {
        passwordless.set(settings -> settings.put("registrationAllowed", false));
        LoginClient client = passwordless.arrive(address);
        assertThat(client.page().isCodePage()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }
}
